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
 * @param snapshot its newest snapshot, or null
 * @param node what is the same for all replicas of the node
 * @param failure why the ring has stopped on this node, or null
 */
public record ReplicaStatusBody(
        String ring,
        String nodeId,
        RaftView raft,
        LogView log,
        @Nullable SnapshotView snapshot,
        NodeView node,
        @Nullable String failure) {

    /**
     * Role and membership.
     *
     * @param self this member, host:port of its Raft server
     * @param role leader, follower, learner, candidate, transferring, failed or closed
     * @param leader the member that leads as this replica knows it, or null
     * @param members voters in force, host:port of their Raft servers
     * @param peers what the leader knows of the other members; empty on other replicas
     * @param withheld why this member does not stand for election; empty if it does
     */
    public record RaftView(
            String self,
            String role,
            long term,
            @Nullable String leader,
            List<String> members,
            List<PeerView> peers,
            List<String> withheld) {
        public RaftView {
            members = List.copyOf(members);
            peers = List.copyOf(peers);
            withheld = List.copyOf(withheld);
        }
    }

    /**
     * A member as its leader sees it.
     *
     * @param address host:port of its Raft server
     * @param voter whether it votes; a learner does not
     * @param matchIndex last index known to be in its log, 0 as long as that is not known
     * @param lagEntries entries of the leader's log that it lacks
     * @param lagBytes the same in bytes
     * @param lastContactMs time since the sending of the last request that it has answered, -1 if there is none
     */
    public record PeerView(
            String address, boolean voter, long matchIndex, long lagEntries, long lagBytes, long lastContactMs) {

        private static PeerView read(JsonIn in) {
            in.beginObject();
            String address = null;
            boolean voter = false;
            long matchIndex = 0;
            long lagEntries = 0;
            long lagBytes = 0;
            long lastContactMs = -1;
            for (String name = in.nextName(); name != null; name = in.nextName()) {
                switch (name) {
                    case "address" -> address = in.string();
                    case "voter" -> voter = in.bool();
                    case "matchIndex" -> matchIndex = in.number();
                    case "lagEntries" -> lagEntries = in.number();
                    case "lagBytes" -> lagBytes = in.number();
                    case "lastContactMs" -> lastContactMs = in.number();
                    default -> in.skip();
                }
            }
            return new PeerView(
                    in.required(address, "raft.peers.address"), voter, matchIndex, lagEntries, lagBytes, lastContactMs);
        }

        private void write(JsonOut out) {
            out.beginObject()
                    .member("address", address)
                    .member("voter", voter)
                    .member("matchIndex", matchIndex)
                    .member("lagEntries", lagEntries)
                    .member("lagBytes", lagBytes)
                    .member("lastContactMs", lastContactMs)
                    .endObject();
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
     * A snapshot.
     *
     * @param index last log entry that it contains
     * @param stateBytes size of its state
     * @param ageMs time since it was finished
     */
    public record SnapshotView(long index, long stateBytes, long ageMs) {

        private static SnapshotView read(JsonIn in) {
            in.beginObject();
            long index = 0;
            long stateBytes = 0;
            long ageMs = 0;
            for (String name = in.nextName(); name != null; name = in.nextName()) {
                switch (name) {
                    case "index" -> index = in.number();
                    case "stateBytes" -> stateBytes = in.number();
                    case "ageMs" -> ageMs = in.number();
                    default -> in.skip();
                }
            }
            return new SnapshotView(index, stateBytes, ageMs);
        }

        private void write(JsonOut out) {
            out.beginObject()
                    .member("index", index)
                    .member("stateBytes", stateBytes)
                    .member("ageMs", ageMs)
                    .endObject();
        }
    }

    /**
     * The node of a replica.
     *
     * @param startedMs when its process was started, milliseconds since 1970 by its own clock; differs after a restart
     * @param maintenance whether an operator has put it into maintenance
     * @param freeDiskBytes room left where its data are, -1 if that is not known
     * @param scrub what reading its logs for damage has found, or null if that is not known
     */
    public record NodeView(
            long startedMs,
            boolean maintenance,
            long freeDiskBytes,
            @Nullable ScrubView scrub) {

        private static NodeView read(JsonIn in) {
            in.beginObject();
            long startedMs = 0;
            boolean maintenance = false;
            long freeDiskBytes = -1;
            ScrubView scrub = null;
            for (String name = in.nextName(); name != null; name = in.nextName()) {
                switch (name) {
                    case "startedMs" -> startedMs = in.number();
                    case "maintenance" -> maintenance = in.bool();
                    case "freeDiskBytes" -> freeDiskBytes = in.number();
                    case "scrub" -> scrub = ScrubView.read(in);
                    default -> in.skip();
                }
            }
            return new NodeView(startedMs, maintenance, freeDiskBytes, scrub);
        }

        private void write(JsonOut out) {
            out.beginObject()
                    .member("startedMs", startedMs)
                    .member("maintenance", maintenance)
                    .member("freeDiskBytes", freeDiskBytes);
            if (scrub != null) {
                scrub.write(out.name("scrub"));
            }
            out.endObject();
        }
    }

    /**
     * The reading of all sealed segments of a node's logs for damage, which comes once a day.
     *
     * @param endedAgoMs time since it last came to its end, -1 if it has not since the process was started
     * @param readBytes read by the pass under way, or else the last one; the other two likewise
     * @param damaged places at which a log was found damaged
     * @param mended those of them that another replica has helped to mend
     */
    public record ScrubView(long endedAgoMs, long readBytes, long damaged, long mended) {

        private static ScrubView read(JsonIn in) {
            in.beginObject();
            long endedAgoMs = -1;
            long readBytes = 0;
            long damaged = 0;
            long mended = 0;
            for (String name = in.nextName(); name != null; name = in.nextName()) {
                switch (name) {
                    case "endedAgoMs" -> endedAgoMs = in.number();
                    case "readBytes" -> readBytes = in.number();
                    case "damaged" -> damaged = in.number();
                    case "mended" -> mended = in.number();
                    default -> in.skip();
                }
            }
            return new ScrubView(endedAgoMs, readBytes, damaged, mended);
        }

        private void write(JsonOut out) {
            out.beginObject()
                    .member("endedAgoMs", endedAgoMs)
                    .member("readBytes", readBytes)
                    .member("damaged", damaged)
                    .member("mended", mended)
                    .endObject();
        }
    }

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
        SnapshotView snapshot = null;
        NodeView node = null;
        String failure = null;
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "ring" -> ring = in.string();
                case "nodeId" -> nodeId = in.string();
                case "raft" -> raft = readRaft(in);
                case "log" -> log = readLog(in);
                case "snapshot" -> snapshot = SnapshotView.read(in);
                case "node" -> node = NodeView.read(in);
                case "failure" -> failure = in.string();
                default -> in.skip();
            }
        }
        return new ReplicaStatusBody(
                in.required(ring, "ring"),
                in.required(nodeId, "nodeId"),
                in.required(raft, "raft"),
                in.required(log, "log"),
                snapshot,
                in.required(node, "node"),
                failure);
    }

    private static RaftView readRaft(JsonIn in) {
        in.beginObject();
        String self = null;
        String role = null;
        long term = 0;
        String leader = null;
        List<String> members = List.of();
        List<PeerView> peers = List.of();
        List<String> withheld = List.of();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "self" -> self = in.string();
                case "role" -> role = in.string();
                case "term" -> term = in.number();
                case "leader" -> leader = in.string();
                case "members" -> members = in.strings();
                case "peers" -> peers = in.list(PeerView::read);
                case "withheld" -> withheld = in.strings();
                default -> in.skip();
            }
        }
        return new RaftView(
                in.required(self, "raft.self"), in.required(role, "raft.role"), term, leader, members, peers, withheld);
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
                .list("peers", raft.peers, (list, peer) -> peer.write(list))
                .strings("withheld", raft.withheld)
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
        if (snapshot != null) {
            snapshot.write(out.name("snapshot"));
        }
        node.write(out.name("node"));
        out.member("failure", failure).endObject();
    }
}
