package io.ringmq.broker.state;

import io.ringmq.broker.state.ApplyResult.AppendedMessage;
import io.ringmq.broker.state.ApplyResult.Applied;
import io.ringmq.broker.state.ApplyResult.Reason;
import io.ringmq.broker.state.ApplyResult.Rejected;
import io.ringmq.broker.state.ApplyResult.Skipped;
import io.ringmq.store.state.Family;
import io.ringmq.store.state.KeyRange;
import io.ringmq.store.state.StateBatch;
import io.ringmq.store.state.StateStore;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The transactions of a ring. What is known of the pending ones is held in memory and written through; their messages
 * are in the store only. They are kept there, rather than read from the log, because retention may delete the log's
 * segments while a producer thinks.
 *
 * <pre>
 *  key          value
 *  'N'          number of the next half message 8
 *  'H', number  pending: see PendingTransaction
 *  'B', number  pending: the half message in the wire layout
 *  'E', number  ended, one of the last {@value #ENDED_KEPT} numbers: see EndedTransaction
 * </pre>
 */
final class Transactions implements TransactionView {

    /** Of how many numbers, counted back from the last one given, the end is remembered. */
    static final int ENDED_KEPT = 16_384;

    private static final byte[] NEXT_NUMBER = {'N'};
    private static final byte PENDING = 'H';
    private static final byte MESSAGE = 'B';
    private static final byte ENDED = 'E';
    private static final int BODY_CRC_POSITION = 8;

    private final StateStore store;
    private final Map<Long, PendingTransaction> pending = new ConcurrentHashMap<>();
    private final Map<Long, EndedTransaction> ended = new ConcurrentHashMap<>();
    /** The pending ones, by what makes a second one a repetition. For the applying thread only. */
    private final Map<Identity, PendingTransaction> byIdentity = new HashMap<>();

    private final ConcurrentSkipListSet<Due> due = new ConcurrentSkipListSet<>(Due.ORDER);
    private final AtomicLong pendingBytes = new AtomicLong();
    private long nextNumber;
    /** The first check of those that began in this run. */
    private long firstCheckOfRunMs = NOTHING_PENDING;

    private record Identity(String group, String transactionId, int bodyCrc) {
        static Identity of(PendingTransaction half) {
            return new Identity(half.group(), half.transactionId(), half.bodyCrc());
        }
    }

    private record Due(long dueMs, long number) {
        static final Comparator<Due> ORDER =
                Comparator.comparingLong(Due::dueMs).thenComparingLong(Due::number);

        static Due of(PendingTransaction half) {
            return new Due(half.nextCheckMs(), half.number());
        }
    }

    private Transactions(StateStore store) {
        this.store = store;
    }

    static Transactions load(StateStore store) {
        Transactions transactions = new Transactions(store);
        store.scan(Family.TRANSACTIONS, KeyRange.all(), StateStore.Direction.ASCENDING, (key, value) -> {
            transactions.restore(ByteBuffer.wrap(key), value);
            return true;
        });
        return transactions;
    }

    private void restore(ByteBuffer key, byte[] value) {
        byte kind = key.get();
        switch (kind) {
            case 'N' -> nextNumber = StateKeys.toLong(value);
            case PENDING -> hold(PendingTransaction.decode(key.getLong(), value));
            case ENDED -> ended.put(key.getLong(), EndedTransaction.decode(value));
            case MESSAGE -> {
                // Read when it is asked for.
            }
            default -> throw new IllegalStateException("the store has transactions of a kind unknown here: " + kind);
        }
    }

    private void hold(PendingTransaction half) {
        pending.put(half.number(), half);
        byIdentity.put(Identity.of(half), half);
        due.add(Due.of(half));
        pendingBytes.addAndGet(half.sizeBytes());
    }

    /** @param payloadOffset physical offset of the record's payload */
    ApplyResult begin(StateBatch batch, ByteBuffer payload, long payloadOffset) {
        HalfMessage half = TransactionCodec.decodeHalf(payload);
        if (MessageFields.read(half.message()) == null) {
            return new Rejected(Reason.MALFORMED_MESSAGE, "the half message is not in the wire layout");
        }
        int sizeBytes = half.message().remaining();
        PendingTransaction begun = new PendingTransaction(
                nextNumber,
                payloadOffset + payload.remaining() - sizeBytes,
                sizeBytes,
                half.message().slice().getInt(BODY_CRC_POSITION),
                half.group(),
                half.transactionId(),
                0,
                half.firstCheckMs());
        PendingTransaction first = byIdentity.get(Identity.of(begun));
        if (first != null) {
            return new AppendedMessage(first.number(), first.physicalOffset(), first.sizeBytes());
        }
        hold(begun);
        nextNumber++;
        firstCheckOfRunMs = Math.min(firstCheckOfRunMs, begun.nextCheckMs());
        batch.put(Family.TRANSACTIONS, NEXT_NUMBER, StateKeys.longBytes(nextNumber));
        batch.put(Family.TRANSACTIONS, key(PENDING, begun.number()), begun.encode());
        batch.put(Family.TRANSACTIONS, key(MESSAGE, begun.number()), bytes(half.message()));
        forget(batch, begun.number() - ENDED_KEPT);
        return new AppendedMessage(begun.number(), begun.physicalOffset(), sizeBytes);
    }

    private static byte[] bytes(ByteBuffer message) {
        byte[] bytes = new byte[message.remaining()];
        message.get(message.position(), bytes);
        return bytes;
    }

    private void forget(StateBatch batch, long number) {
        if (ended.remove(number) != null) {
            batch.delete(Family.TRANSACTIONS, key(ENDED, number));
        }
    }

    ApplyResult end(StateBatch batch, TransactionEnd end, Predicate<TopicQueue> exists) {
        PendingTransaction half = pending.get(end.number());
        TopicQueue target = new TopicQueue(end.targetTopic(), end.targetQueueId());
        if (half == null || (end.guardedRecords() > 0 && !exists.test(target))) {
            return new Skipped();
        }
        pending.remove(half.number());
        byIdentity.remove(Identity.of(half));
        due.remove(Due.of(half));
        pendingBytes.addAndGet(-half.sizeBytes());
        batch.delete(Family.TRANSACTIONS, key(PENDING, half.number()));
        batch.delete(Family.TRANSACTIONS, key(MESSAGE, half.number()));
        if (half.number() >= nextNumber - ENDED_KEPT) {
            EndedTransaction outcome = new EndedTransaction(end.fate(), half.physicalOffset());
            ended.put(half.number(), outcome);
            batch.put(Family.TRANSACTIONS, key(ENDED, half.number()), outcome.encode());
        }
        return new Applied(true);
    }

    ApplyResult check(StateBatch batch, TransactionCheck check) {
        PendingTransaction half = pending.get(check.number());
        if (half == null || half.checks() != check.checksBefore()) {
            return new Applied(false);
        }
        PendingTransaction checked = half.checked(check.nextCheckMs());
        pending.put(half.number(), checked);
        byIdentity.put(Identity.of(checked), checked);
        due.remove(Due.of(half));
        due.add(Due.of(checked));
        batch.put(Family.TRANSACTIONS, key(PENDING, half.number()), checked.encode());
        return new Applied(true);
    }

    /** Tells of those that began in this run, after they have been written. */
    void publish(ApplyListener listener) {
        if (firstCheckOfRunMs != NOTHING_PENDING) {
            listener.transactionsBegun(firstCheckOfRunMs);
            firstCheckOfRunMs = NOTHING_PENDING;
        }
    }

    private static byte[] key(byte kind, long number) {
        return ByteBuffer.allocate(1 + Long.BYTES).put(kind).putLong(number).array();
    }

    @Override
    public @Nullable PendingTransaction pending(long number) {
        return pending.get(number);
    }

    @Override
    public @Nullable EndedTransaction ended(long number) {
        return ended.get(number);
    }

    @Override
    public @Nullable ByteBuffer halfMessage(long number) {
        byte[] message = store.get(Family.TRANSACTIONS, key(MESSAGE, number));
        return message == null ? null : ByteBuffer.wrap(message);
    }

    @Override
    public int pendingCount() {
        return pending.size();
    }

    @Override
    public long pendingBytes() {
        return pendingBytes.get();
    }

    @Override
    public List<PendingTransaction> due(long nowMs, int max) {
        List<PendingTransaction> found = new ArrayList<>();
        for (Due next : due) {
            if (next.dueMs > nowMs || found.size() == max) {
                break;
            }
            PendingTransaction half = pending.get(next.number);
            if (half != null && half.nextCheckMs() <= nowMs) {
                found.add(half);
            }
        }
        return found;
    }

    @Override
    public long earliestCheckMs() {
        // The set may empty between two calls of first() and isEmpty(), an iterator sees one or the other.
        for (Due first : due) {
            return first.dueMs;
        }
        return NOTHING_PENDING;
    }
}
