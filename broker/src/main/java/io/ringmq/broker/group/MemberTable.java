package io.ringmq.broker.group;

import io.ringmq.remoting.protocol.CommandException;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.Connection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which clients are members of which group. Knows no clock: times come in as parameters.
 *
 * <p>A client that reconnects under its old id replaces its former connection; the late close of that one then changes
 * nothing. Reads are lock-free and see a group as of one moment; changes are serialised.
 */
public final class MemberTable {
    private final int maxGroups;
    private final int maxMembersPerGroup;
    private final Map<String, Map<String, Member>> groups = new ConcurrentHashMap<>();
    private final Map<Connection, Set<String>> groupsOfConnection = new HashMap<>();

    /** Beyond either bound a newcomer is refused and told so; members already known stay. */
    public MemberTable(int maxGroups, int maxMembersPerGroup) {
        this.maxGroups = maxGroups;
        this.maxMembersPerGroup = maxMembersPerGroup;
    }

    /**
     * Takes note of a heartbeat.
     *
     * @return whether the group's members changed: a new client, or a known one over a new connection
     * @throws CommandException SYSTEM_BUSY at a bound
     */
    public synchronized boolean seen(String group, Member member) {
        Map<String, Member> members = new LinkedHashMap<>(members(group));
        Member former = members.put(member.clientId(), member);
        if (former == null) {
            requireRoom(group, members.size());
        }
        groups.put(group, Map.copyOf(members));
        boolean changed = former == null || former.connection() != member.connection();
        if (changed && former != null) {
            forget(former, group);
        }
        groupsOfConnection
                .computeIfAbsent(member.connection(), any -> new HashSet<>())
                .add(group);
        return changed;
    }

    /** Removes a client that says goodbye over the given connection. Returns whether it was a member. */
    public synchronized boolean leave(String group, String clientId, Connection connection) {
        Member member = members(group).get(clientId);
        if (member == null || member.connection() != connection) {
            return false;
        }
        remove(group, member);
        return true;
    }

    /** Removes every member that was reached over the connection. Returns the groups that lost one. */
    public synchronized Set<String> disconnected(Connection connection) {
        Set<String> changed = groupsOfConnection.remove(connection);
        if (changed == null) {
            return Set.of();
        }
        for (String group : changed) {
            keep(
                    group,
                    members(group).values().stream()
                            .filter(member -> member.connection() != connection)
                            .toList());
        }
        return changed;
    }

    /** Removes every member last seen before the given time. Returns the groups that lost one. */
    public synchronized Set<String> expire(long seenBeforeMs) {
        Set<String> changed = new HashSet<>();
        for (Map.Entry<String, Map<String, Member>> group : groups.entrySet()) {
            for (Member member : group.getValue().values()) {
                if (member.lastSeenMs() < seenBeforeMs) {
                    remove(group.getKey(), member);
                    changed.add(group.getKey());
                }
            }
        }
        return changed;
    }

    /** The members of a group by client id; empty if nobody is connected. A copy that does not change. */
    public Map<String, Member> members(String group) {
        return groups.getOrDefault(group, Map.of());
    }

    /** A client that is connected, whatever group it is in; null if there is none of that id. Looks into every group. */
    public @Nullable Member find(String clientId) {
        for (Map<String, Member> members : groups.values()) {
            Member member = members.get(clientId);
            if (member != null && member.connection().isOpen()) {
                return member;
            }
        }
        return null;
    }

    /** The groups that have members. */
    public Set<String> groups() {
        return Set.copyOf(groups.keySet());
    }

    private void requireRoom(String group, int members) {
        boolean tooManyGroups = !groups.containsKey(group) && groups.size() >= maxGroups;
        if (tooManyGroups || members > maxMembersPerGroup) {
            String bound = tooManyGroups
                    ? maxGroups + " groups are connected to this node"
                    : maxMembersPerGroup + " clients are connected in group " + group;
            throw new CommandException(ResponseCode.SYSTEM_BUSY, bound + ", no more are taken: close idle clients");
        }
    }

    private void remove(String group, Member gone) {
        keep(
                group,
                members(group).values().stream()
                        .filter(member -> !member.clientId().equals(gone.clientId()))
                        .toList());
        forget(gone, group);
    }

    private void keep(String group, List<Member> members) {
        if (members.isEmpty()) {
            groups.remove(group);
            return;
        }
        Map<String, Member> kept = new LinkedHashMap<>();
        members.forEach(member -> kept.put(member.clientId(), member));
        groups.put(group, Map.copyOf(kept));
    }

    private void forget(Member member, String group) {
        boolean stillUsed =
                members(group).values().stream().anyMatch(other -> other.connection() == member.connection());
        Set<String> joined = groupsOfConnection.get(member.connection());
        if (joined == null || stillUsed) {
            return;
        }
        joined.remove(group);
        if (joined.isEmpty()) {
            groupsOfConnection.remove(member.connection());
        }
    }
}
