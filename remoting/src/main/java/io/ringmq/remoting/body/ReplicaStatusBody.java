package io.ringmq.remoting.body;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a replica knows of itself and its ring: the answer to GET_REPLICA_STATUS, RingMQ's own.
 *
 * @param ring the ring's name
 * @param nodeId the node within the cluster's configuration
 * @param raft the replica as a member of its Raft group
 * @param log how far its log is
 * @param freeDiskBytes room left where its data are
 * @param failure why the ring has stopped on this node, or null
 */
public record ReplicaStatusBody(
        String ring,
        String nodeId,
        RaftView raft,
        LogView log,
        long freeDiskBytes,
        @Nullable String failure) {

    /**
     * Role and membership.
     *
     * @param self this member, host:port of its Raft server
     * @param role leader, follower, learner, candidate, transferring, failed or closed
     * @param leader the member that leads as this replica knows it, or null
     * @param members voters in force, host:port of their Raft servers
     */
    public record RaftView(
            String self, String role, long term, @Nullable String leader, List<String> members) {
        public RaftView {
            members = List.copyOf(members);
        }
    }

    /**
     * Log positions. Indexes count log entries, offsets are physical.
     *
     * @param committedIndex last index known to be committed
     * @param appliedIndex last index applied to the state
     * @param storedIndex last index in the log
     * @param forcedIndex last index that a power cut leaves
     * @param startOffset where the log begins
     * @param endOffset where it ends
     */
    public record LogView(
            long committedIndex,
            long appliedIndex,
            long storedIndex,
            long forcedIndex,
            long startOffset,
            long endOffset) {}

    /**
     * Reads the body; the buffer's position stays.
     *
     * @throws MalformedBodyException if it is not what this record describes
     */
    public static ReplicaStatusBody decode(ByteBuffer json) {
        return JsonIn.decode("ReplicaStatusBody", json, ReplicaStatusBody::read);
    }

    /** The body in UTF-8. */
    public byte[] encode() {
        return JsonOut.encode(this::write);
    }

    private static ReplicaStatusBody read(JsonIn in) {
        in.beginObject();
        String ring = null;
        String nodeId = null;
        RaftView raft = null;
        LogView log = null;
        long freeDiskBytes = 0;
        String failure = null;
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "ring" -> ring = in.string();
                case "nodeId" -> nodeId = in.string();
                case "raft" -> raft = readRaft(in);
                case "log" -> log = readLog(in);
                case "freeDiskBytes" -> freeDiskBytes = in.number();
                case "failure" -> failure = in.string();
                default -> in.skip();
            }
        }
        return new ReplicaStatusBody(
                in.required(ring, "ring"),
                in.required(nodeId, "nodeId"),
                in.required(raft, "raft"),
                in.required(log, "log"),
                freeDiskBytes,
                failure);
    }

    private static RaftView readRaft(JsonIn in) {
        in.beginObject();
        String self = null;
        String role = null;
        long term = 0;
        String leader = null;
        List<String> members = List.of();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "self" -> self = in.string();
                case "role" -> role = in.string();
                case "term" -> term = in.number();
                case "leader" -> leader = in.string();
                case "members" -> members = in.strings();
                default -> in.skip();
            }
        }
        return new RaftView(in.required(self, "raft.self"), in.required(role, "raft.role"), term, leader, members);
    }

    private static LogView readLog(JsonIn in) {
        in.beginObject();
        long committedIndex = 0;
        long appliedIndex = 0;
        long storedIndex = 0;
        long forcedIndex = 0;
        long startOffset = 0;
        long endOffset = 0;
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "committedIndex" -> committedIndex = in.number();
                case "appliedIndex" -> appliedIndex = in.number();
                case "storedIndex" -> storedIndex = in.number();
                case "forcedIndex" -> forcedIndex = in.number();
                case "startOffset" -> startOffset = in.number();
                case "endOffset" -> endOffset = in.number();
                default -> in.skip();
            }
        }
        return new LogView(committedIndex, appliedIndex, storedIndex, forcedIndex, startOffset, endOffset);
    }

    private void write(JsonOut out) {
        out.beginObject().member("ring", ring).member("nodeId", nodeId);
        out.name("raft")
                .beginObject()
                .member("self", raft.self)
                .member("role", raft.role)
                .member("term", raft.term)
                .member("leader", raft.leader)
                .strings("members", raft.members)
                .endObject();
        out.name("log")
                .beginObject()
                .member("committedIndex", log.committedIndex)
                .member("appliedIndex", log.appliedIndex)
                .member("storedIndex", log.storedIndex)
                .member("forcedIndex", log.forcedIndex)
                .member("startOffset", log.startOffset)
                .member("endOffset", log.endOffset)
                .endObject();
        out.member("freeDiskBytes", freeDiskBytes).member("failure", failure).endObject();
    }
}
