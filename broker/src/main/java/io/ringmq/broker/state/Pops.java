package io.ringmq.broker.state;

import io.ringmq.broker.state.ApplyResult.Applied;
import io.ringmq.broker.state.ApplyResult.PoppedInOrder;
import io.ringmq.broker.state.ApplyResult.Reason;
import io.ringmq.broker.state.ApplyResult.Rejected;
import io.ringmq.broker.state.ApplyResult.Resolved;
import io.ringmq.store.state.Family;
import io.ringmq.store.state.KeyRange;
import io.ringmq.store.state.StateBatch;
import io.ringmq.store.state.StateStore;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What groups have popped, held in memory and written through. In the store, in the notation of {@link PopCodec}:
 *
 * <pre>
 *  key              value
 *  'C', batch       checkpoint, see PopCheckpoint
 *  'M', group,topic payload of POP_MODE; absent where the group pulls
 *  'O', queue       what was popped in order, see OrderedBatch; absent if nothing of it is in flight
 *  'Q', queue       next offset 8
 * </pre>
 *
 * <p>The committed offset of a group in a queue it pops from is the lowest one in flight there, so that tools see its
 * lag and nothing is lost if it pulls next.
 */
final class Pops implements PopView {

    private static final byte CHECKPOINT = 'C';
    private static final byte MODE = 'M';
    private static final byte ORDERED = 'O';
    private static final byte QUEUE = 'Q';

    private final Offsets offsets;
    private final Map<GroupQueue, PopQueue> queues = new ConcurrentHashMap<>();
    private final Map<GroupTopic, PopMode> modes = new ConcurrentHashMap<>();
    private final ConcurrentSkipListSet<Due> due = new ConcurrentSkipListSet<>(Due.ORDER);
    private final AtomicLong inFlight = new AtomicLong();

    private record GroupTopic(String group, String topic) {}

    /** When the messages of a batch are to be looked at. */
    private record Due(long dueMs, PopBatch batch) {
        static final Comparator<Due> ORDER = Comparator.comparingLong(Due::dueMs)
                .thenComparing(due -> due.batch.queue().group())
                .thenComparing(due -> due.batch.queue().topic())
                .thenComparing(due -> due.batch.queue().queueId())
                .thenComparing(due -> due.batch.startOffset())
                .thenComparing(due -> due.batch.popTimeMs());

        static Due of(PopCheckpoint checkpoint) {
            return new Due(checkpoint.dueMs(), checkpoint.batch());
        }
    }

    private Pops(Offsets offsets) {
        this.offsets = offsets;
    }

    static Pops load(StateStore store, Offsets offsets) {
        Pops pops = new Pops(offsets);
        store.scan(Family.POPS, KeyRange.all(), StateStore.Direction.ASCENDING, (key, value) -> {
            pops.restore(key[0], ByteBuffer.wrap(key, 1, key.length - 1), value);
            return true;
        });
        return pops;
    }

    private void restore(byte kind, ByteBuffer key, byte[] value) {
        switch (kind) {
            case CHECKPOINT -> {
                PopBatch batch = PayloadReader.readAll("key of a checkpoint", key, PopCodec::batch);
                hold(queue(batch.queue(), 0), PopCheckpoint.decode(batch, value));
            }
            case MODE -> {
                PopMode mode = PopCodec.decodeMode(ByteBuffer.wrap(value));
                modes.put(new GroupTopic(mode.group(), mode.topic()), mode);
            }
            case ORDERED -> {
                PopQueue queue = queue(PayloadReader.readAll("key of an ordered batch", key, PopCodec::queue), 0);
                OrderedBatch ordered = OrderedBatch.decode(value);
                queue.order(ordered);
                inFlight.addAndGet(ordered.left());
            }
            case QUEUE ->
                queue(PayloadReader.readAll("key of a popped queue", key, PopCodec::queue), 0)
                        .goOnAt(StateKeys.toLong(value));
            default -> throw new IllegalStateException("the store has pops of a kind unknown here: " + kind);
        }
    }

    private PopQueue queue(GroupQueue key, long nextOffset) {
        return queues.computeIfAbsent(key, absent -> new PopQueue(absent, nextOffset));
    }

    private void hold(PopQueue queue, PopCheckpoint checkpoint) {
        queue.put(checkpoint);
        inFlight.addAndGet(checkpoint.left());
        due.add(Due.of(checkpoint));
    }

    ApplyResult take(StateBatch batch, PopTake take) {
        if (!mayTake(take, "")) {
            return new Rejected(Reason.POPPED_MEANWHILE, "somebody else has popped from " + take.queue());
        }
        PopQueue queue = queue(take.queue(), take.nextOffset());
        if (!take.offsets().isEmpty()) {
            if (queue.find(take.batch()) != null) {
                return new Rejected(Reason.POPPED_MEANWHILE, "there is a batch of this name: " + take.batch());
            }
            add(batch, queue, new PopCheckpoint(take.batch(), take.invisibleMs(), 0, take.offsets()));
        }
        order(batch, queue, null);
        goOn(batch, queue, take.nextOffset());
        return new Applied(true);
    }

    ApplyResult takeInOrder(StateBatch batch, PopOrderedTake ordered) {
        PopTake take = ordered.take();
        if (!mayTake(take, ordered.attemptId())) {
            return new Rejected(Reason.POPPED_MEANWHILE, "somebody else has popped from " + take.queue());
        }
        PopQueue queue = queue(take.queue(), take.nextOffset());
        OrderedBatch taken = OrderedBatch.of(ordered, queue.ordered());
        order(batch, queue, taken);
        goOn(batch, queue, take.nextOffset());
        return new PoppedInOrder(taken.deliveries());
    }

    /** Pop times of a queue's batches in order ascend, so that each names one batch. */
    private boolean mayTake(PopTake take, String attemptId) {
        OrderedBatch before = ordered(take.queue());
        return nextPopOffset(take.queue()) == take.expectedNext()
                && (before == null
                        || (take.popTimeMs() > before.popTimeMs() && !before.blocks(take.popTimeMs(), attemptId)));
    }

    private void goOn(StateBatch batch, PopQueue queue, long nextOffset) {
        queue.goOnAt(nextOffset);
        batch.put(Family.POPS, key(QUEUE, queue.key()), StateKeys.longBytes(nextOffset));
        commit(batch, queue);
    }

    /** @param ordered what is popped in order from now on; nothing remains of it if all is acknowledged */
    private void order(StateBatch batch, PopQueue queue, @Nullable OrderedBatch ordered) {
        OrderedBatch before = queue.ordered();
        OrderedBatch open = ordered == null || ordered.left() == 0 ? null : ordered;
        if (before == null && open == null) {
            return;
        }
        queue.order(open);
        inFlight.addAndGet((open == null ? 0 : open.left()) - (before == null ? 0 : before.left()));
        if (open == null) {
            batch.delete(Family.POPS, key(ORDERED, queue.key()));
        } else {
            batch.put(Family.POPS, key(ORDERED, queue.key()), open.encode());
        }
    }

    ApplyResult ackInOrder(StateBatch batch, PopAck ack) {
        PopQueue queue = queues.get(ack.batch().queue());
        OrderedBatch ordered = popped(queue, ack.batch());
        int count = ordered == null ? 0 : ordered.count(ack.offsets());
        if (queue != null && ordered != null && count > 0) {
            order(batch, queue, ordered.acknowledging(ack.offsets()));
            commit(batch, queue);
        }
        return new Resolved(count);
    }

    ApplyResult changeInOrder(StateBatch batch, PopChange change) {
        PopQueue queue = queues.get(change.batch().queue());
        OrderedBatch ordered = popped(queue, change.batch());
        if (queue == null || ordered == null || !ordered.isInFlight(change.offset())) {
            return notInFlight(change);
        }
        long visibleMs = PopCheckpoint.dueMs(change.popTimeMs(), change.invisibleMs());
        order(batch, queue, ordered.visibleAt(change.offset(), visibleMs));
        return new Applied(true);
    }

    /** What was popped in order at that time; null if it is not in flight any more. */
    private static @Nullable OrderedBatch popped(@Nullable PopQueue queue, PopBatch named) {
        OrderedBatch ordered = queue == null ? null : queue.ordered();
        return ordered == null || ordered.popTimeMs() != named.popTimeMs() ? null : ordered;
    }

    private static Rejected notInFlight(PopChange change) {
        return new Rejected(
                Reason.NOT_IN_FLIGHT, "message " + change.offset() + " is not in flight in " + change.batch());
    }

    ApplyResult ack(StateBatch batch, PopAck ack) {
        return new Resolved(resolve(batch, ack.batch(), ack.offsets()));
    }

    ApplyResult change(StateBatch batch, PopChange change) {
        PopBatch renamed = new PopBatch(change.batch().queue(), change.offset(), change.popTimeMs());
        PopQueue queue = queues.get(change.batch().queue());
        if (queue == null
                || queue.find(renamed) != null
                || resolve(batch, change.batch(), List.of(change.offset())) == 0) {
            return notInFlight(change);
        }
        add(batch, queue, new PopCheckpoint(renamed, change.invisibleMs(), 0, List.of(change.offset())));
        commit(batch, queue);
        return new Applied(true);
    }

    /** Whether the message was in flight until now. */
    boolean revive(StateBatch batch, PopRevival revival) {
        return resolve(batch, revival.batch(), List.of(revival.offset())) > 0;
    }

    private int resolve(StateBatch batch, PopBatch popped, List<Long> wanted) {
        PopQueue queue = queues.get(popped.queue());
        PopCheckpoint checkpoint = queue == null ? null : queue.find(popped);
        long bits = checkpoint == null ? 0 : checkpoint.inFlight(wanted);
        if (queue == null || checkpoint == null || bits == 0) {
            return 0;
        }
        PopCheckpoint resolved = checkpoint.resolving(bits);
        if (resolved.isDone()) {
            remove(batch, queue, checkpoint);
        } else {
            queue.put(resolved);
            inFlight.addAndGet(resolved.left() - checkpoint.left());
            batch.put(Family.POPS, key(popped), resolved.encode());
        }
        commit(batch, queue);
        return Long.bitCount(bits);
    }

    private void add(StateBatch batch, PopQueue queue, PopCheckpoint checkpoint) {
        hold(queue, checkpoint);
        batch.put(Family.POPS, key(checkpoint.batch()), checkpoint.encode());
    }

    private void remove(StateBatch batch, PopQueue queue, PopCheckpoint checkpoint) {
        queue.remove(checkpoint);
        inFlight.addAndGet(-checkpoint.left());
        due.remove(Due.of(checkpoint));
        batch.delete(Family.POPS, key(checkpoint.batch()));
    }

    private void commit(StateBatch batch, PopQueue queue) {
        GroupQueue key = queue.key();
        long lowest = queue.lowestUnresolved();
        if (offsets.committedOffset(key.group(), key.topic(), key.queueId()) != lowest) {
            offsets.set(batch, new OffsetCommit(key.group(), key.topic(), key.queueId(), lowest));
        }
    }

    /**
     * Somebody commits an offset of his own, before it is stored. Unless it is the one that pops have come to, it
     * is a reset: pops go on there, and what was in flight is not any more.
     */
    void committed(StateBatch batch, OffsetCommit commit) {
        if (queues.isEmpty()) {
            return;
        }
        PopQueue queue = queues.get(new GroupQueue(commit.group(), commit.topic(), commit.queueId()));
        if (queue == null || queue.lowestUnresolved() == commit.offset()) {
            return;
        }
        dropInFlight(batch, queue);
        queue.goOnAt(commit.offset());
        batch.put(Family.POPS, key(QUEUE, queue.key()), StateKeys.longBytes(commit.offset()));
    }

    private void dropInFlight(StateBatch batch, PopQueue queue) {
        List.copyOf(queue.checkpoints()).forEach(checkpoint -> remove(batch, queue, checkpoint));
        order(batch, queue, null);
    }

    void deleteTopic(StateBatch batch, String topic) {
        delete(batch, queue -> queue.topic().equals(topic), mode -> mode.topic().equals(topic));
    }

    void deleteGroup(StateBatch batch, String group) {
        delete(batch, queue -> queue.group().equals(group), mode -> mode.group().equals(group));
    }

    private void delete(StateBatch batch, Predicate<GroupQueue> ofQueues, Predicate<GroupTopic> ofModes) {
        for (PopQueue queue : List.copyOf(queues.values())) {
            if (ofQueues.test(queue.key())) {
                dropInFlight(batch, queue);
                queues.remove(queue.key());
                batch.delete(Family.POPS, key(QUEUE, queue.key()));
            }
        }
        for (GroupTopic mode : List.copyOf(modes.keySet())) {
            if (ofModes.test(mode)) {
                modes.remove(mode);
                batch.delete(Family.POPS, key(mode));
            }
        }
    }

    /** Returns whether it changed anything. */
    boolean setMode(StateBatch batch, PopMode mode) {
        GroupTopic key = new GroupTopic(mode.group(), mode.topic());
        if (mode.pop()) {
            batch.put(Family.POPS, key(key), PopCodec.encode(mode).array());
            return !mode.equals(modes.put(key, mode));
        }
        batch.delete(Family.POPS, key(key));
        return modes.remove(key) != null;
    }

    private static byte[] key(byte kind, GroupQueue queue) {
        return PopCodec.queue(new PayloadWriter().putByte(kind), queue).toBytes();
    }

    private static byte[] key(PopBatch batch) {
        return PopCodec.batch(new PayloadWriter().putByte(CHECKPOINT), batch).toBytes();
    }

    private static byte[] key(GroupTopic mode) {
        return new PayloadWriter()
                .putByte(MODE)
                .putText(mode.group())
                .putText(mode.topic())
                .toBytes();
    }

    @Override
    public long nextPopOffset(GroupQueue key) {
        PopQueue queue = queues.get(key);
        return queue == null ? offsets.committedOffset(key.group(), key.topic(), key.queueId()) : queue.nextOffset();
    }

    @Override
    public @Nullable OrderedBatch ordered(GroupQueue key) {
        PopQueue queue = queues.get(key);
        return queue == null ? null : queue.ordered();
    }

    @Override
    public int inFlight(GroupQueue key) {
        PopQueue queue = queues.get(key);
        return queue == null ? 0 : queue.inFlight();
    }

    @Override
    public long inFlight() {
        return inFlight.get();
    }

    @Override
    public List<PoppedMessages> due(long nowMs, int maxBatches) {
        List<PoppedMessages> found = new ArrayList<>();
        for (Due next : due) {
            if (next.dueMs > nowMs || found.size() == maxBatches) {
                break;
            }
            PopCheckpoint checkpoint = find(next.batch);
            if (checkpoint != null && !checkpoint.isDone()) {
                found.add(new PoppedMessages(checkpoint.batch(), next.dueMs, checkpoint.unresolved()));
            }
        }
        return found;
    }

    private @Nullable PopCheckpoint find(PopBatch batch) {
        PopQueue queue = queues.get(batch.queue());
        return queue == null ? null : queue.find(batch);
    }

    @Override
    public long earliestDueMs() {
        // The set may empty between two calls of first() and isEmpty(), an iterator sees one or the other.
        for (Due first : due) {
            return first.dueMs;
        }
        return NOTHING_IN_FLIGHT;
    }

    @Override
    public PopMode mode(String group, String topic) {
        PopMode mode = modes.get(new GroupTopic(group, topic));
        return mode == null ? new PopMode(group, topic, false, 0) : mode;
    }

    @Override
    public List<PopMode> modes() {
        return List.copyOf(modes.values());
    }
}
