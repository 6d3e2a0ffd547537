package io.ringmq.admin.main;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.ringmq.admin.cluster.Replica;
import io.ringmq.admin.cluster.Ring;
import io.ringmq.remoting.body.ReplicaStatusBody;
import io.ringmq.remoting.body.ReplicaStatusBody.LogView;
import io.ringmq.remoting.body.ReplicaStatusBody.PeerView;
import io.ringmq.remoting.body.ReplicaStatusBody.ScrubView;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What raft-admin status prints. */
final class StatusReport {
    private static final long MIB = 1 << 20;

    private StatusReport() {}

    /** A table for people. The lag is behind the leader's log, as it was a moment earlier. */
    static String table(List<Ring> rings) {
        StringBuilder text = new StringBuilder();
        for (Ring ring : rings) {
            LogView leaderLog = leaderLog(ring);
            text.append(ring.name())
                    .append(leaderLog == null ? ": NO LEADER ANSWERS" : "")
                    .append('\n');
            text.append(row(
                    "NODE",
                    "CLIENTS AT",
                    "ROLE",
                    "TERM",
                    "COMMITTED",
                    "APPLIED",
                    "MATCH",
                    "LAG ENTRIES",
                    "LAG BYTES",
                    "CONTACT MS",
                    "FREE MIB",
                    "SNAPSHOT",
                    "AGE",
                    "SCRUBBED"));
            Map<String, PeerView> peers = peers(ring);
            ring.replicas().forEach(replica -> text.append(describe(replica, leaderLog, peers)));
            peers.values().forEach(peer -> text.append(describe(peer)));
        }
        return text.toString();
    }

    /** What the leader knows of the others; {@link #describe(Replica, LogView, Map)} takes out those that answered. */
    private static Map<String, PeerView> peers(Ring ring) {
        Map<String, PeerView> peers = new TreeMap<>();
        ring.leader()
                .map(Replica::status)
                .ifPresent(leader -> leader.raft().peers().forEach(peer -> peers.put(peer.address(), peer)));
        return peers;
    }

    /** A member that clients do not know, such as a learner. */
    private static String describe(PeerView peer) {
        return row(
                "-",
                "(raft) " + peer.address(),
                peer.voter() ? "voter" : "learner",
                "?",
                "?",
                "?",
                peer.matchIndex(),
                peer.lagEntries(),
                peer.lagBytes(),
                contact(peer),
                "?",
                "?",
                "?",
                "?");
    }

    private static String contact(PeerView peer) {
        return peer.lastContactMs() < 0 ? "never" : Long.toString(peer.lastContactMs());
    }

    private static String describe(Replica replica, @Nullable LogView leaderLog, Map<String, PeerView> peers) {
        ReplicaStatusBody status = replica.status();
        if (status == null) {
            return "  " + replica.address() + ": " + replica.problem() + "\n";
        }
        LogView log = status.log();
        PeerView peer = peers.remove(status.raft().self());
        String row = row(
                status.nodeId(),
                replica.address(),
                status.raft().role(),
                status.raft().term(),
                log.committedIndex(),
                log.appliedIndex(),
                peer == null ? "-" : peer.matchIndex(),
                leaderLog == null ? "?" : Math.max(0, leaderLog.storedIndex() - log.storedIndex()),
                leaderLog == null ? "?" : Math.max(0, leaderLog.endOffset() - log.endOffset()),
                peer == null ? "-" : contact(peer),
                status.node().freeDiskBytes() < 0 ? "?" : status.node().freeDiskBytes() / MIB,
                status.snapshot() == null ? "-" : status.snapshot().index(),
                status.snapshot() == null ? "-" : age(status.snapshot().ageMs()),
                scrubbed(status.node().scrub()));
        return row + remarks(status);
    }

    private static String scrubbed(@Nullable ScrubView scrub) {
        return scrub == null || scrub.endedAgoMs() < 0 ? "-" : age(scrub.endedAgoMs());
    }

    /** In the largest unit of which there are two. */
    private static String age(long ms) {
        long seconds = ms / 1_000;
        if (seconds < 120) {
            return seconds + "s";
        }
        if (seconds < 7_200) {
            return seconds / 60 + "m";
        }
        return seconds < 172_800 ? seconds / 3_600 + "h" : seconds / 86_400 + "d";
    }

    private static String remarks(ReplicaStatusBody status) {
        StringBuilder remarks = new StringBuilder();
        if (status.failure() != null) {
            remarks.append("    FAILED: ").append(status.failure()).append('\n');
        }
        if (!status.raft().withheld().isEmpty()) {
            remarks.append("    does not stand for election: ")
                    .append(String.join(", ", status.raft().withheld()))
                    .append('\n');
        }
        ScrubView scrub = status.node().scrub();
        if (scrub != null && scrub.damaged() > 0) {
            remarks.append("    its logs were damaged at ")
                    .append(scrub.damaged())
                    .append(" places, ")
                    .append(scrub.mended())
                    .append(" of them are mended\n");
        }
        return remarks.toString();
    }

    private static String row(Object... cells) {
        return String.format(
                Locale.ROOT, "  %-10s %-22s %-12s %8s %12s %12s %12s %12s %14s %10s %10s %12s %5s %8s%n", cells);
    }

    private static @Nullable LogView leaderLog(Ring ring) {
        ReplicaStatusBody leader = ring.leader().map(Replica::status).orElse(null);
        return leader == null ? null : leader.log();
    }

    /** An array of rings; a replica is its own report, with its address beside. */
    static String json(List<Ring> rings) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = new JsonFactory().createGenerator(text)) {
            out.writeStartArray();
            for (Ring ring : rings) {
                write(out, ring);
            }
            out.writeEndArray();
        } catch (IOException e) {
            throw new UncheckedIOException("a string can be written to", e);
        }
        return text.append('\n').toString();
    }

    private static void write(JsonGenerator out, Ring ring) throws IOException {
        out.writeStartObject();
        out.writeStringField("ring", ring.name());
        out.writeBooleanField("healthy", ring.isHealthy());
        out.writeArrayFieldStart("replicas");
        for (Replica replica : ring.replicas()) {
            out.writeStartObject();
            out.writeStringField("address", replica.address());
            if (replica.status() == null) {
                out.writeStringField("problem", replica.problem());
            } else {
                out.writeFieldName("status");
                out.writeRawValue(new String(replica.status().encode(), StandardCharsets.UTF_8));
            }
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeEndObject();
    }
}
