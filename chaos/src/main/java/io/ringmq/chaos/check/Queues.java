package io.ringmq.chaos.check;

import io.ringmq.chaos.history.Place;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;

/** Queue by queue: one message at each offset for everybody, no offset left out, nothing that was there is gone. */
final class Queues {
    private Queues() {}

    static void check(Run run, Findings findings) {
        Map<Place, String> agreed = new HashMap<>();
        for (Send send : run.sends()) {
            Place place = send.place();
            if (place != null) {
                agree(agreed, place, send.id(), "acknowledgement", findings);
            }
        }
        for (Run.Sighting sighting : run.sightings()) {
            agree(agreed, sighting.place(), sighting.id(), sighting.observer(), findings);
        }
        checkKept(run, agreed, findings);
        checkSettled(run, findings);
        run.replicas()
                .forEach((replica, queues) -> queues.forEach((queue, ids) -> {
                    checkDense(replica, queue, ids, findings);
                }));
    }

    private static void agree(Map<Place, String> agreed, Place place, String id, String observer, Findings findings) {
        String before = agreed.putIfAbsent(place, id);
        if (before != null && !before.equals(id)) {
            findings.add(Anomaly.Kind.CONFLICT, place + " is " + before + " and, says " + observer + ", " + id);
        }
    }

    private static void checkKept(Run run, Map<Place, String> agreed, Findings findings) {
        if (run.replicas().isEmpty() && !agreed.isEmpty()) {
            findings.add(Anomaly.Kind.LOST, "the history shows no replica");
        }
        run.replicas()
                .forEach((replica, queues) -> agreed.forEach((place, id) -> {
                    NavigableMap<Long, String> ids = queues.get(place.queue());
                    if (ids == null || !ids.containsKey(place.offset())) {
                        findings.add(Anomaly.Kind.LOST, id + " at " + place + " is not on " + replica);
                    }
                }));
    }

    private static void checkSettled(Run run, Findings findings) {
        List<Send> settled = run.sends().stream().filter(Send::isSettled).toList();
        if (run.replicas().isEmpty() && !settled.isEmpty()) {
            findings.add(Anomaly.Kind.LOST, "the history shows no replica");
        }
        run.replicas().forEach((replica, queues) -> {
            Set<String> held = new HashSet<>();
            queues.values().forEach(ids -> held.addAll(ids.values()));
            settled.stream()
                    .filter(send -> !held.contains(send.id()))
                    .forEach(send -> findings.add(
                            Anomaly.Kind.LOST, send.id() + ", which was to be delivered, is not on " + replica));
        });
    }

    private static void checkDense(String replica, String queue, NavigableMap<Long, String> ids, Findings findings) {
        long expected = 0;
        for (long offset : ids.keySet()) {
            if (offset != expected) {
                findings.add(
                        Anomaly.Kind.HOLE, replica + " has no " + queue + "@" + expected + ", the next is " + offset);
            }
            expected = offset + 1;
        }
    }
}
