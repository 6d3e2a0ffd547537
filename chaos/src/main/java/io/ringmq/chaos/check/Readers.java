package io.ringmq.chaos.check;

import io.ringmq.chaos.history.Entry;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What readers and groups are owed: every offset in turn, every message that was acknowledged or settled at least once. */
final class Readers {
    private Readers() {}

    static void check(Run run, Findings findings) {
        Map<String, Long> next = new HashMap<>();
        for (Entry.Read read : run.reads()) {
            String walk = read.reader() + " in " + read.place().queue();
            Long expected = next.get(walk);
            if (expected != null && expected != read.place().offset()) {
                findings.add(
                        Anomaly.Kind.SKIPPED,
                        walk + " got " + read.place().offset() + " where " + expected + " was due");
            }
            next.put(walk, read.place().offset() + 1);
        }
        checkGroups(run, findings);
    }

    private static void checkGroups(Run run, Findings findings) {
        Map<String, Set<String>> delivered = new HashMap<>();
        for (Entry.Delivered delivery : run.deliveries()) {
            delivered
                    .computeIfAbsent(delivery.group(), group -> new HashSet<>())
                    .add(delivery.id());
        }
        delivered.forEach((group, ids) -> run.sends().stream()
                .filter(send -> (send.isAcknowledged() || send.isSettled()) && !ids.contains(send.id()))
                .forEach(send -> findings.add(
                        Anomaly.Kind.UNDELIVERED, group + " never got " + send.id() + " at " + send.place())));
    }
}
