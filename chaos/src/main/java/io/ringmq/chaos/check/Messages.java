package io.ringmq.chaos.check;

import io.ringmq.chaos.history.Place;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Message by message: was it sent, is it what was sent, not before its time, and is it there once. */
final class Messages {
    private Messages() {}

    static void check(Run run, Findings findings) {
        run.reads().forEach(read -> checkTime(run.send(read.id()), read.timeNs(), findings));
        run.deliveries().forEach(delivery -> checkTime(run.send(delivery.id()), delivery.timeNs(), findings));
        for (Run.Sighting sighting : run.sightings()) {
            checkSent(run.send(sighting.id()), sighting, findings);
        }
        run.placesById().forEach((id, places) -> {
            Send send = run.send(id);
            if (send != null && send.once() && places.size() > 1) {
                findings.add(Anomaly.Kind.DUPLICATE, id + " was sent once and is at " + places);
            }
        });
    }

    private static void checkSent(@Nullable Send send, Run.Sighting sighting, Findings findings) {
        String seen = sighting.id() + " at " + sighting.place() + " seen by " + sighting.observer();
        if (send == null) {
            findings.add(Anomaly.Kind.PHANTOM, seen + " was never sent");
        } else if (send.isRefused()) {
            findings.add(Anomaly.Kind.PHANTOM, seen + " was refused");
        } else if (send.crc() != sighting.crc()) {
            findings.add(
                    Anomaly.Kind.DAMAGED, seen + " has the checksum " + sighting.crc() + ", sent was " + send.crc());
        }
    }

    private static void checkTime(@Nullable Send send, long seenNs, Findings findings) {
        if (send != null && seenNs < send.visibleFromNs()) {
            findings.add(
                    Anomaly.Kind.EARLY, send.id() + " was seen at " + seenNs + ", its time is " + send.visibleFromNs());
        }
    }

    /** Places beyond the first of messages whose clients may try again. */
    static long copies(Run run) {
        long copies = 0;
        for (Map.Entry<String, List<Place>> entry : run.placesById().entrySet()) {
            Send send = run.send(entry.getKey());
            copies += send == null || send.once() ? 0 : entry.getValue().size() - 1;
        }
        return copies;
    }
}
