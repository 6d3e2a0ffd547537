package io.ringmq.broker.state;

import io.ringmq.broker.state.ApplyResult.AppendedMessage;
import io.ringmq.broker.state.ApplyResult.Applied;
import io.ringmq.broker.state.ApplyResult.ProducerOpened;
import io.ringmq.broker.state.ApplyResult.Reason;
import io.ringmq.broker.state.ApplyResult.Rejected;
import io.ringmq.broker.state.ApplyResult.SentBefore;
import io.ringmq.store.state.Family;
import io.ringmq.store.state.KeyRange;
import io.ringmq.store.state.StateBatch;
import io.ringmq.store.state.StateStore;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The producers that number their messages, and what became of those that they may send again. Only for the applying
 * thread.
 *
 * <p>A send is remembered until its producer says that it is settled, however long that takes. A producer is forgotten whole:
 * the one that was not used for longest goes first, if there are too many, or too many sends are remembered, or it was not used for
 * {@link #IDLE_MS} by the times in the log. What it sends then is refused, for nobody knows whether it was stored.
 * What is remembered depends on the log alone. It is kept in memory and written through.
 *
 * <pre>
 *  META       lastProducer: number 8
 *  PRODUCERS  key number 8, nonce 8
 *             value version 1, log index of the last use 8, its time 8, settled below 8
 *             key number 8, nonce 8, first sequence 8
 *             value version 1, queue id 4, queue offset 8, physical offset 8, messages 4, due 8
 * </pre>
 */
final class Producers {
    /** Producers that live at the same time, at any one ring. */
    static final int MAX_PRODUCERS = 10_000;

    /** Sends of all producers, about 150 bytes of memory each. */
    static final int MAX_SENDS = 500_000;

    /** Sends that one producer may leave unsettled; beyond, it is asked to wait. */
    static final int MAX_SENDS_OF_PRODUCER = 8_192;

    /** A week: longer than anybody waits for an answer. */
    static final long IDLE_MS = 7 * 24 * 3_600_000L;

    private static final byte[] LAST_NUMBER = StateKeys.name("lastProducer");
    private static final Comparator<ProducerSession> BY_LAST_USE = Comparator.<ProducerSession>comparingLong(
                    session -> session.lastUse().index())
            .thenComparingLong(session -> session.id().number());

    private final Bounds bounds;
    private final Map<ProducerId, ProducerSession> sessions = new HashMap<>();
    private final TreeSet<ProducerSession> byLastUse = new TreeSet<>(BY_LAST_USE);
    private long lastNumber;
    private int sends;

    private final Set<ProducerSession> usedInEntry = new LinkedHashSet<>();
    private long timeMs;

    /** The send that the present record begins, and the one whose first message the present record is. */
    private @Nullable SequencedSend begun;

    private @Nullable SequencedSend pending;

    /** How much is remembered. */
    record Bounds(int producers, int sends, int sendsOfProducer) {
        static final Bounds STANDARD = new Bounds(MAX_PRODUCERS, MAX_SENDS, MAX_SENDS_OF_PRODUCER);
    }

    private Producers(Bounds bounds) {
        this.bounds = bounds;
    }

    static Producers load(StateStore store) {
        return load(store, Bounds.STANDARD);
    }

    static Producers load(StateStore store, Bounds bounds) {
        Producers loaded = new Producers(bounds);
        byte[] number = store.get(Family.META, LAST_NUMBER);
        loaded.lastNumber = number == null ? 0 : StateKeys.toLong(number);
        store.scan(Family.PRODUCERS, KeyRange.all(), StateStore.Direction.ASCENDING, (key, value) -> {
            loaded.restore(ByteBuffer.wrap(key), value);
            return true;
        });
        return loaded;
    }

    /** A producer comes in front of its sends. */
    private void restore(ByteBuffer key, byte[] value) {
        ProducerId id = new ProducerId(key.getLong(), key.getLong());
        PayloadReader.readAll("a stored producer", ByteBuffer.wrap(value), in -> {
            in.version(CommandCodec.VERSION);
            if (!key.hasRemaining()) {
                add(new ProducerSession(id, new ProducerSession.Use(in.getLong(), in.getLong()), in.getLong()));
                return id;
            }
            ProducerSession session = sessions.get(id);
            if (session == null) {
                throw new IllegalArgumentException("a send of producer " + id + ", which is not there");
            }
            session.sends()
                    .put(
                            key.getLong(),
                            new SentBefore(in.getInt(), in.getLong(), in.getLong(), in.getInt(), in.getLong()));
            sends++;
            return id;
        });
    }

    private void add(ProducerSession session) {
        sessions.put(session.id(), session);
        byLastUse.add(session);
    }

    ApplyResult apply(StateBatch batch, byte type, ByteBuffer payload) {
        return type == RecordType.OPEN_PRODUCER
                ? open(batch, ProducerCodec.decodeOpening(payload))
                : begin(batch, ProducerCodec.decodeSend(payload));
    }

    private ApplyResult open(StateBatch batch, ProducerCodec.Opening opening) {
        lastNumber++;
        batch.put(Family.META, LAST_NUMBER, StateKeys.longBytes(lastNumber));
        ProducerId id = new ProducerId(lastNumber, opening.nonce());
        ProducerSession session = new ProducerSession(id, new ProducerSession.Use(0, 0), 0);
        sessions.put(id, session);
        use(session, opening.timeMs());
        return new ProducerOpened(id);
    }

    /** What became of a send before; else its messages are to be applied, the first one right after this. */
    private ApplyResult begin(StateBatch batch, SequencedSend send) {
        ProducerSession session = sessions.get(send.producer());
        if (session == null) {
            return new Rejected(
                    Reason.UNKNOWN_PRODUCER,
                    "producer " + send.producer() + " is not known here (any more), so nobody can tell whether its"
                            + " messages were stored; open a new one for messages that were never sent");
        }
        use(session, send.place().timeMs());
        session.settle(send.settledBelow());
        forgetSettled(batch, session);
        if (send.first() < session.settledBelow()) {
            return new Rejected(
                    Reason.SETTLED,
                    "message " + send.first() + " of producer " + send.producer() + " comes after the producer has"
                            + " given up all below " + session.settledBelow());
        }
        SentBefore before = session.before(send);
        if (before != null) {
            return before;
        }
        Rejected refusal = refusal(session, send);
        if (refusal != null) {
            return refusal;
        }
        begun = send;
        return new Applied(true);
    }

    private @Nullable Rejected refusal(ProducerSession session, SequencedSend send) {
        if (session.overlaps(send)) {
            return new Rejected(
                    Reason.SPLIT_SEND,
                    "some of the messages " + send.first() + " to " + (send.end() - 1) + " of producer "
                            + send.producer() + " are stored; send the others one by one");
        }
        if (session.sends().size() >= bounds.sendsOfProducer()) {
            return new Rejected(
                    Reason.TOO_MANY_UNSETTLED,
                    "producer " + send.producer() + " has " + session.sends().size() + " sends behind number "
                            + session.settledBelow() + ", which it has not settled; send again later");
        }
        return null;
    }

    private void use(ProducerSession session, long nowMs) {
        timeMs = nowMs;
        usedInEntry.add(session);
    }

    private void forgetSettled(StateBatch batch, ProducerSession session) {
        Map<Long, SentBefore> settled = session.settledSends();
        settled.keySet().forEach(first -> batch.delete(Family.PRODUCERS, sendKey(session.id(), first)));
        sends -= settled.size();
        settled.clear();
    }

    /**
     * Takes note of what became of a record, for each one that is applied: if a send began with the record before, this is
     * its first message.
     *
     * @return the same result
     */
    ApplyResult outcome(StateBatch batch, ApplyResult result) {
        SequencedSend last = pending;
        pending = begun;
        begun = null;
        if (last != null && result instanceof AppendedMessage message) {
            stored(batch, last, message);
        }
        return result;
    }

    private void stored(StateBatch batch, SequencedSend send, AppendedMessage message) {
        ProducerSession session = sessions.get(send.producer());
        if (session == null) {
            throw new IllegalStateException(
                    "producer " + send.producer() + " is gone between its send and the message");
        }
        SequencedSend.Place place = send.place();
        session.sends()
                .put(
                        send.first(),
                        new SentBefore(
                                place.queueId(),
                                message.queueOffset(),
                                message.physicalOffset(),
                                send.messages(),
                                place.dueMs()));
        sends++;
        PayloadWriter value = CommandCodec.start()
                .putInt(place.queueId())
                .putLong(message.queueOffset())
                .putLong(message.physicalOffset())
                .putInt(send.messages())
                .putLong(place.dueMs());
        batch.put(Family.PRODUCERS, sendKey(send.producer(), send.first()), value.toBytes());
    }

    /** Writes which producers were used, and forgets those that were not for longest. */
    void endOfEntry(StateBatch batch, long index) {
        pending = null;
        if (usedInEntry.isEmpty()) {
            return;
        }
        ProducerSession.Use use = new ProducerSession.Use(index, timeMs);
        for (ProducerSession session : usedInEntry) {
            byLastUse.remove(session);
            session.used(use);
            byLastUse.add(session);
            PayloadWriter value =
                    CommandCodec.start().putLong(index).putLong(timeMs).putLong(session.settledBelow());
            batch.put(Family.PRODUCERS, key(session.id()).toBytes(), value.toBytes());
        }
        usedInEntry.clear();
        while (byLastUse.size() > 1 && isOver(byLastUse.first())) {
            forget(batch, byLastUse.first());
        }
    }

    private boolean isOver(ProducerSession session) {
        return sessions.size() > bounds.producers()
                || sends > bounds.sends()
                || session.lastUse().timeMs() < timeMs - IDLE_MS;
    }

    private void forget(StateBatch batch, ProducerSession session) {
        byLastUse.remove(session);
        sessions.remove(session.id());
        sends -= session.sends().size();
        batch.delete(Family.PRODUCERS, key(session.id()).toBytes());
        List.copyOf(session.sends().keySet())
                .forEach(first -> batch.delete(Family.PRODUCERS, sendKey(session.id(), first)));
    }

    private static PayloadWriter key(ProducerId id) {
        return id.write(new PayloadWriter());
    }

    private static byte[] sendKey(ProducerId id, long first) {
        return key(id).putLong(first).toBytes();
    }
}
