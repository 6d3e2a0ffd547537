package io.ringmq.chaos.check;

import io.ringmq.chaos.history.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A queue is a linearizable list: what was acknowledged before a send began comes before it. Since an acknowledgement
 * names the offset, the order of the queue is known and one pass in the order of time decides; no search is needed.
 */
final class RealTimeOrder {
    /** A message at a place, with the time at which its send began. */
    private record Arrival(Send send, Place place) {}

    private RealTimeOrder() {}

    static void check(Run run, Findings findings) {
        Map<String, List<Arrival>> arrivals = new HashMap<>();
        Map<String, List<Send>> acknowledged = new HashMap<>();
        run.placesById().forEach((id, places) -> {
            Send send = run.send(id);
            if (send != null) {
                places.forEach(place -> arrivals.computeIfAbsent(place.queue(), queue -> new ArrayList<>())
                        .add(new Arrival(send, place)));
            }
        });
        for (Send send : run.sends()) {
            Place place = send.place();
            if (place != null) {
                acknowledged
                        .computeIfAbsent(place.queue(), queue -> new ArrayList<>())
                        .add(send);
            }
        }
        arrivals.forEach((queue, list) -> checkQueue(list, acknowledged.getOrDefault(queue, List.of()), findings));
    }

    private static void checkQueue(List<Arrival> arrivals, List<Send> acknowledged, Findings findings) {
        List<Arrival> byInvocation = new ArrayList<>(arrivals);
        byInvocation.sort(Comparator.comparingLong(arrival -> arrival.send.invokedNs()));
        List<Send> byAcknowledgement = new ArrayList<>(acknowledged);
        byAcknowledgement.sort(Comparator.comparingLong(Send::acknowledgedNs));
        int next = 0;
        long highest = -1;
        String highestId = "";
        for (Arrival arrival : byInvocation) {
            for (; next < byAcknowledgement.size(); next++) {
                Send earlier = byAcknowledgement.get(next);
                if (earlier.acknowledgedNs() >= arrival.send.invokedNs()) {
                    break;
                }
                long offset = Objects.requireNonNull(earlier.place()).offset();
                highestId = offset > highest ? earlier.id() : highestId;
                highest = Math.max(highest, offset);
            }
            if (arrival.place.offset() < highest) {
                findings.add(
                        Anomaly.Kind.ORDER,
                        arrival.send.id() + " at " + arrival.place + " was sent after " + highestId
                                + " had been acknowledged at " + highest);
            }
        }
    }
}
