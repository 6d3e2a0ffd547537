package io.ringmq.chaos.check;

import io.ringmq.chaos.history.Entry;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Replicas against each other: the same queues to the same end, the same bytes in the log. */
final class Replicas {
    private Replicas() {}

    static void check(Run run, Findings findings) {
        checkEnds(run, findings);
        checkLogs(run, findings);
    }

    private static void checkEnds(Run run, Findings findings) {
        TreeSet<String> queues = new TreeSet<>();
        run.replicas().values().forEach(replica -> queues.addAll(replica.keySet()));
        for (String queue : queues) {
            Map<String, Long> ends = new HashMap<>();
            run.replicas().forEach((replica, held) -> ends.put(replica, end(held.get(queue))));
            if (ends.values().stream().distinct().count() > 1) {
                findings.add(Anomaly.Kind.REPLICAS_DIFFER, "the ends of " + queue + ": " + ends);
            }
        }
    }

    private static long end(@Nullable NavigableMap<Long, String> ids) {
        return ids == null || ids.isEmpty() ? 0 : ids.lastKey() + 1;
    }

    private static void checkLogs(Run run, Findings findings) {
        Map<String, Entry.LogPiece> pieces = new HashMap<>();
        for (Entry.LogPiece piece : run.logPieces()) {
            Entry.LogPiece other = pieces.putIfAbsent(piece.log() + "@" + piece.offset(), piece);
            if (other != null && (other.crc() != piece.crc() || other.bytes() != piece.bytes())) {
                findings.add(Anomaly.Kind.REPLICAS_DIFFER, "the logs: " + other + " and " + piece);
            }
        }
    }
}
