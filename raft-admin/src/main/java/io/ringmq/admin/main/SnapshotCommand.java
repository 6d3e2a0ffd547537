package io.ringmq.admin.main;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.ringmq.admin.cluster.AdminClient;
import io.ringmq.admin.cluster.AdminException;
import io.ringmq.admin.cluster.Replica;
import io.ringmq.admin.cluster.Ring;
import io.ringmq.remoting.body.ReplicaStatusBody;
import io.ringmq.remoting.header.SnapshotTakenHeader;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code raft-admin snapshot}. */
@Command(
        name = "snapshot",
        mixinStandardHelpOptions = true,
        description = {
            "Has replicas take a snapshot now, one after the other.",
            "Ends with exit code 1 if one of them took none, after all others have been asked."
        })
final class SnapshotCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private Console.Reach reach = new Console.Reach();

    @Option(names = "--ring", paramLabel = "RING", description = "only this ring")
    private @Nullable String ring;

    @Option(names = "--node", paramLabel = "NODE", description = "only the replicas of this node")
    private @Nullable String node;

    @Option(names = "--json", description = "as a JSON array, for programs")
    private boolean json;

    SnapshotCommand(Console console) {
        this.console = console;
    }

    /** What became of one. */
    private record Taken(
            String ring,
            String node,
            @Nullable SnapshotTakenHeader snapshot,
            @Nullable String problem) {}

    @Override
    public Integer call() throws IOException {
        List<Taken> all = new ArrayList<>();
        try (AdminClient admin = console.connect(reach)) {
            for (Ring one : ring == null ? admin.rings() : List.of(admin.ring(ring))) {
                for (Replica replica : replicas(one)) {
                    Taken taken = take(admin, one, replica);
                    all.add(taken);
                    if (!json) {
                        console.tell(describe(taken));
                    }
                }
            }
        }
        if (all.isEmpty()) {
            throw new AdminException("no replica of a node '" + node + "' answers");
        }
        if (json) {
            console.tell(toJson(all));
        }
        return all.stream().allMatch(taken -> taken.problem == null) ? 0 : RaftAdminCommand.EXIT_FAILED;
    }

    private List<Replica> replicas(Ring of) {
        return of.replicas().stream()
                .filter(replica -> node == null || isOf(node, replica.status()))
                .toList();
    }

    private static boolean isOf(String node, @Nullable ReplicaStatusBody status) {
        return status != null
                && (status.nodeId().equals(node) || status.raft().self().equals(node));
    }

    private static Taken take(AdminClient admin, Ring ring, Replica replica) {
        ReplicaStatusBody status = replica.status();
        if (status == null) {
            return new Taken(ring.name(), replica.address(), null, replica.problem());
        }
        try {
            return new Taken(ring.name(), status.nodeId(), admin.takeSnapshot(replica.address()), null);
        } catch (AdminException e) {
            return new Taken(ring.name(), status.nodeId(), null, String.valueOf(e.getMessage()));
        }
    }

    private static String describe(Taken taken) {
        SnapshotTakenHeader snapshot = taken.snapshot;
        String who = taken.ring + " " + taken.node + ": ";
        return snapshot == null
                ? who + "NO SNAPSHOT: " + taken.problem
                : who + "index " + snapshot.index() + ", " + snapshot.stateBytes() + " bytes of state, "
                        + snapshot.durationMs() + " ms";
    }

    private static String toJson(List<Taken> all) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = new JsonFactory().createGenerator(text)) {
            out.writeStartArray();
            for (Taken taken : all) {
                write(out, taken);
            }
            out.writeEndArray();
        }
        return text.toString();
    }

    private static void write(JsonGenerator out, Taken taken) throws IOException {
        out.writeStartObject();
        out.writeStringField("ring", taken.ring);
        out.writeStringField("node", taken.node);
        if (taken.snapshot == null) {
            out.writeStringField("problem", taken.problem);
        } else {
            out.writeNumberField("index", taken.snapshot.index());
            out.writeNumberField("stateBytes", taken.snapshot.stateBytes());
            out.writeNumberField("durationMs", taken.snapshot.durationMs());
        }
        out.writeEndObject();
    }
}
