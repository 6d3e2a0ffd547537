package io.ringmq.raft;

import com.alipay.sofa.jraft.conf.Configuration;
import io.ringmq.raft.snapshot.Manifest;
import io.ringmq.raft.storage.GroupStorage;
import io.ringmq.raft.storage.RaftMetaFile;
import io.ringmq.store.commitlog.CommitLog;
import io.ringmq.store.commitlog.CommitLogOptions;
import io.ringmq.store.commitlog.CorruptLogException;
import io.ringmq.store.disk.Disk;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The files of a group whose majority is lost for good, on a node that is not running. {@link #takeOver} makes the node
 * the only voter, which Raft itself never would: what only lost nodes had is given up, and a lost node that came back
 * could elect a leader of its own.
 */
public final class SoleSurvivor implements AutoCloseable {
    private final String group;
    private final RaftPeer self;
    private final CommitLog log;
    private final RaftMetaFile meta;
    private final @Nullable Manifest newestSnapshot;

    private SoleSurvivor(
            String group, RaftPeer self, CommitLog log, RaftMetaFile meta, @Nullable Manifest newestSnapshot) {
        this.group = group;
        this.self = self;
        this.log = log;
        this.meta = meta;
        this.newestSnapshot = newestSnapshot;
    }

    /**
     * What the files tell. Of several survivors the one with the highest term of the last entry, and of those the one with
     * the highest last index, has everything that the others have and was committed.
     *
     * @param voters of the last configuration in the log
     * @param learners of that
     * @param lastIndex last index in the log
     * @param lastTerm term of that entry
     * @param endOffset physical offset behind it
     */
    public record Findings(
            List<RaftPeer> voters, List<RaftPeer> learners, long lastIndex, long lastTerm, long endOffset) {}

    /**
     * Opens the files and recovers the log as a start does.
     *
     * @param disk root of the group's files, used by nobody else
     * @param newestSnapshot knows the members if the log begins behind the last configuration; null if there is none
     * @throws RaftStartException if there is no group here, or its files are damaged
     */
    public static SoleSurvivor open(
            String group, RaftPeer self, Disk disk, CommitLogOptions options, @Nullable Manifest newestSnapshot) {
        try {
            if (!RaftMetaFile.exists(disk)) {
                throw new RaftStartException("group " + group + " has no files here: there is nothing to recover");
            }
            return new SoleSurvivor(
                    group, self, CommitLog.open(disk, options, Runnable::run), RaftMetaFile.open(disk), newestSnapshot);
        } catch (IOException | CorruptLogException e) {
            throw new RaftStartException("group " + group + ": cannot open its files: " + e.getMessage(), e);
        }
    }

    /**
     * What the files tell now.
     *
     * @throws RaftStartException if the log has no configuration
     */
    public Findings findings() {
        Configuration configuration = GroupStorage.latestConfiguration(log, newestSnapshot);
        if (configuration == null) {
            throw new RaftStartException("group " + group + " has no entries here: there is nothing to recover");
        }
        return new Findings(
                configuration.listPeers().stream().map(Peers::of).toList(),
                configuration.listLearners().stream().map(Peers::of).toList(),
                log.lastIndex(),
                log.term(log.lastIndex()),
                log.endOffset());
    }

    /**
     * Makes this node the only voter, durably, in a term above all it knows. May be repeated after a crash.
     *
     * @throws RaftStartException if this node is no member, or the only voter already
     * @throws IOException if the disk fails
     */
    public void takeOver() throws IOException {
        Findings found = findings();
        if (!found.voters().contains(self) && !found.learners().contains(self)) {
            throw new RaftStartException("group " + group + ": " + self + " is none of its members " + found.voters()
                    + ", learners " + found.learners() + "; is this the right node's configuration?");
        }
        if (found.voters().equals(List.of(self))) {
            throw new RaftStartException("group " + group + ": " + self + " is its only voter already; start the node");
        }
        long term = Math.max(meta.term(), found.lastTerm()) + 1;
        // Term first: a log must never end in a term that the node has not voted in.
        meta.save(term, Peers.peerId(self).toString());
        log.append(List.of(GroupStorage.configuration(found.lastIndex() + 1, term, List.of(Peers.peerId(self)))));
        log.force();
    }

    @Override
    public void close() throws IOException {
        log.close();
        meta.close();
    }
}
