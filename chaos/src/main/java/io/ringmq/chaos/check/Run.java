package io.ringmq.chaos.check;

import io.ringmq.chaos.history.Entry;
import io.ringmq.chaos.history.Place;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A history, sorted into what the checks ask for. */
final class Run {
    /**
     * Somebody saw a message.
     *
     * @param observer who, for people
     */
    record Sighting(String observer, Place place, String id, long crc) {}

    private final Map<String, Send> sends = new LinkedHashMap<>();
    private final List<Sighting> sightings = new ArrayList<>();
    private final List<Entry.Read> reads = new ArrayList<>();
    private final List<Entry.Delivered> deliveries = new ArrayList<>();
    private final List<Entry.LogPiece> logPieces = new ArrayList<>();
    private final Map<String, Map<String, NavigableMap<Long, String>>> replicas = new TreeMap<>();

    Run(List<Entry> history) {
        history.forEach(this::add);
    }

    private void add(Entry entry) {
        if (entry instanceof Entry.Invoked e) {
            if (sends.put(e.id(), new Send(e)) != null) {
                throw new IllegalArgumentException("the history has two sends with the id " + e.id());
            }
        } else if (entry instanceof Entry.Acknowledged e) {
            invoked(e.id()).acknowledged(e);
        } else if (entry instanceof Entry.Settled e) {
            invoked(e.id()).settled(e);
        } else if (entry instanceof Entry.Refused e) {
            invoked(e.id()).refused();
        } else if (entry instanceof Entry.Read e) {
            reads.add(e);
            sightings.add(new Sighting("reader " + e.reader(), e.place(), e.id(), e.crc()));
        } else if (entry instanceof Entry.Delivered e) {
            deliveries.add(e);
            sightings.add(new Sighting("group " + e.group(), e.place(), e.id(), e.crc()));
        } else if (entry instanceof Entry.Held e) {
            held(e);
        } else if (entry instanceof Entry.LogPiece e) {
            logPieces.add(e);
        }
    }

    private void held(Entry.Held entry) {
        sightings.add(new Sighting("replica " + entry.replica(), entry.place(), entry.id(), entry.crc()));
        replicas.computeIfAbsent(entry.replica(), replica -> new TreeMap<>())
                .computeIfAbsent(entry.place().queue(), queue -> new TreeMap<>())
                .put(entry.place().offset(), entry.id());
    }

    private Send invoked(String id) {
        Send send = sends.get(id);
        if (send == null) {
            throw new IllegalArgumentException("the history has an outcome of " + id + ", which was not sent before");
        }
        return send;
    }

    Collection<Send> sends() {
        return sends.values();
    }

    @Nullable
    Send send(String id) {
        return sends.get(id);
    }

    /** What readers, groups and, in the end, replicas showed. */
    List<Sighting> sightings() {
        return sightings;
    }

    List<Entry.Read> reads() {
        return reads;
    }

    List<Entry.Delivered> deliveries() {
        return deliveries;
    }

    List<Entry.LogPiece> logPieces() {
        return logPieces;
    }

    /** Ids by offset by queue by replica. */
    Map<String, Map<String, NavigableMap<Long, String>>> replicas() {
        return replicas;
    }

    /** Every place at which an id was seen or acknowledged. */
    Map<String, List<Place>> placesById() {
        Map<String, List<Place>> places = new HashMap<>();
        for (Sighting sighting : sightings) {
            addOnce(places, sighting.id(), sighting.place());
        }
        for (Send send : sends.values()) {
            Place place = send.place();
            if (place != null) {
                addOnce(places, send.id(), place);
            }
        }
        return places;
    }

    private static void addOnce(Map<String, List<Place>> places, String id, Place place) {
        List<Place> known = places.computeIfAbsent(id, i -> new ArrayList<>(1));
        if (!known.contains(place)) {
            known.add(place);
        }
    }
}
