package io.ringmq.broker.group;

import io.ringmq.remoting.transport.Connection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The consumer groups with connected members: who they are, how they consume and what they subscribe to. State of
 * this node only, rebuilt from heartbeats, which consumers send to every replica. Times come in as parameters.
 */
public final class ConsumerGroups {
    private final MemberTable members;
    private final Map<String, ConsumerProfile> profiles = new ConcurrentHashMap<>();

    public ConsumerGroups(MemberTable members) {
        this.members = members;
    }

    /**
     * Takes note of a heartbeat.
     *
     * @return whether members or subscriptions of the group changed
     * @throws io.ringmq.remoting.protocol.CommandException SYSTEM_BUSY at a bound of the member table
     */
    public synchronized boolean seen(String group, Member member, ConsumerProfile reported) {
        boolean membersChanged = members.seen(group, member);
        ConsumerProfile known = profiles.get(group);
        ConsumerProfile merged = known == null ? reported : known.mergedWith(reported);
        profiles.put(group, merged);
        return membersChanged || !merged.equals(known);
    }

    /** Takes note that a client is alive without telling its subscriptions. */
    public synchronized boolean seen(String group, Member member) {
        return members.seen(group, member);
    }

    /** Removes a client that says goodbye. Returns whether it was a member. */
    public synchronized boolean leave(String group, String clientId, Connection connection) {
        boolean left = members.leave(group, clientId, connection);
        dropProfileIfEmpty(group);
        return left;
    }

    /** Removes the members behind a closed connection. Returns the groups that lost one. */
    public synchronized Set<String> disconnected(Connection connection) {
        Set<String> changed = members.disconnected(connection);
        changed.forEach(this::dropProfileIfEmpty);
        return changed;
    }

    /** Removes members last seen before the given time. Returns the groups that lost one. */
    public synchronized Set<String> expire(long seenBeforeMs) {
        Set<String> changed = members.expire(seenBeforeMs);
        changed.forEach(this::dropProfileIfEmpty);
        return changed;
    }

    /** The members of a group by client id. */
    public Map<String, Member> members(String group) {
        return members.members(group);
    }

    /** Whether no consumer is connected. */
    boolean isEmpty() {
        return members.groups().isEmpty();
    }

    /** How a group consumes, or null if no consumer of it told. */
    public @Nullable ConsumerProfile profile(String group) {
        return profiles.get(group);
    }

    /** Every connected group with what it subscribes to; a copy. */
    public Map<String, ConsumerProfile> profiles() {
        return new HashMap<>(profiles);
    }

    private void dropProfileIfEmpty(String group) {
        if (members.members(group).isEmpty()) {
            profiles.remove(group);
        }
    }
}
