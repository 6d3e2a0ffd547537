package io.ringmq.broker.state;

import io.ringmq.broker.state.ApplyResult.AppendedMessage;
import io.ringmq.broker.state.ApplyResult.SentBefore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@link Producers} must say, in the simplest words: a map of all messages that were ever stored. */
final class ProducerModel {
    private final Map<ProducerId, Known> known = new HashMap<>();

    /** Every message that was stored, by producer and number; never forgotten. */
    private final Map<String, Place> stored = new HashMap<>();

    private static final class Known {
        private final long number;
        private long lastIndex;
        private long lastTimeMs;
        private long settledBelow;

        Known(long number) {
            this.number = number;
        }
    }

    /** Where a message is, and how far behind the first one of its send. */
    private record Place(SequencedSend send, int behindFirst, AppendedMessage at) {}

    void opened(ProducerId id, long index, long timeMs) {
        Known producer = new Known(id.number());
        producer.lastIndex = index;
        producer.lastTimeMs = timeMs;
        known.put(id, producer);
    }

    /** Why a send is to be refused now, or what became of it before; null if it is to be stored. */
    @Nullable
    Object expected(SequencedSend send) {
        Known producer = known.get(send.producer());
        if (producer == null) {
            return ApplyResult.Reason.UNKNOWN_PRODUCER;
        }
        producer.settledBelow = Math.max(producer.settledBelow, send.settledBelow());
        if (send.first() < producer.settledBelow) {
            return ApplyResult.Reason.SETTLED;
        }
        List<Place> places = new ArrayList<>();
        for (long number = send.first(); number < send.end(); number++) {
            Place place = stored.get(key(send.producer(), number));
            if (place != null) {
                places.add(place);
            }
        }
        if (places.isEmpty()) {
            return null;
        }
        Place first = places.get(0);
        boolean together = places.size() == send.messages()
                && places.stream().allMatch(place -> place.send().equals(first.send()));
        return together ? before(first, send.messages()) : ApplyResult.Reason.SPLIT_SEND;
    }

    private static SentBefore before(Place first, int messages) {
        SequencedSend.Place told = first.send().place();
        return new SentBefore(
                told.queueId(),
                first.at().queueOffset(),
                first.behindFirst() == 0 ? first.at().physicalOffset() : ProducerSession.UNKNOWN_OFFSET,
                messages,
                told.dueMs());
    }

    /** @throws AssertionError if a message was stored before */
    void stored(SequencedSend send, List<AppendedMessage> messages) {
        for (int i = 0; i < messages.size(); i++) {
            String key = key(send.producer(), send.first() + i);
            if (stored.putIfAbsent(key, new Place(send, i, messages.get(i))) != null) {
                throw new AssertionError(key + " is stored twice");
            }
        }
    }

    int storedCount() {
        return stored.size();
    }

    boolean knows(ProducerId producer) {
        return known.containsKey(producer);
    }

    void used(ProducerId producer, long index, long timeMs) {
        Known used = known.get(producer);
        if (used != null) {
            used.lastIndex = index;
            used.lastTimeMs = timeMs;
        }
    }

    /** Forgets by the time of an entry in which a producer was used. */
    void endOfEntry(long timeMs) {
        while (known.size() > 1) {
            Map.Entry<ProducerId, Known> oldest = known.entrySet().stream()
                    .min(Comparator.comparingLong((Map.Entry<ProducerId, Known> entry) -> entry.getValue().lastIndex)
                            .thenComparingLong(entry -> entry.getValue().number))
                    .orElseThrow();
            if (oldest.getValue().lastTimeMs >= timeMs - Producers.IDLE_MS) {
                return;
            }
            known.remove(oldest.getKey());
        }
    }

    private static String key(ProducerId producer, long number) {
        return producer + "/" + number;
    }
}
