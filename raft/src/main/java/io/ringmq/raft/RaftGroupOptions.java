package io.ringmq.raft;

import io.ringmq.store.commitlog.CommitLogOptions;
import io.ringmq.store.disk.Disk;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What one group needs to start on a node.
 *
 * @param name name of the group, the same on all members: letters, digits, dashes, underscores, as JRaft wants
 *     it; at most 64
 * @param members this node and the others it is told of: the voters of a group that starts empty, or the nodes that a
 *     joining node is to be added to; a log that has entries knows better
 * @param disk root of this group's files, used by nothing else
 * @param log options of its log
 * @param timing election timing
 * @param accumulator bounds of pending proposals
 */
public record RaftGroupOptions(
        String name,
        List<RaftPeer> members,
        Disk disk,
        CommitLogOptions log,
        RaftTiming timing,
        AccumulatorOptions accumulator) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,63}");

    public RaftGroupOptions {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("group name '" + name
                    + "' must start with a letter and have at most 64 letters, digits, dashes, underscores");
        }
        if (members.isEmpty() || new HashSet<>(members).size() != members.size()) {
            throw new IllegalArgumentException("group " + name + ": members " + members + " are empty or repeated");
        }
        members = List.copyOf(members);
    }
}
