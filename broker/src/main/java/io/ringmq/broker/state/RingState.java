package io.ringmq.broker.state;

import io.ringmq.broker.state.ApplyResult.Applied;
import io.ringmq.broker.state.ApplyResult.OffsetsCommitted;
import io.ringmq.broker.state.ApplyResult.Reason;
import io.ringmq.broker.state.ApplyResult.Rejected;
import io.ringmq.broker.state.ApplyResult.Skipped;
import io.ringmq.store.key.KeyHash;
import io.ringmq.store.key.KeyIndex;
import io.ringmq.store.key.KeyPosition;
import io.ringmq.store.key.KeyQuery;
import io.ringmq.store.queue.Boundary;
import io.ringmq.store.queue.QueueEntry;
import io.ringmq.store.record.MalformedRecordException;
import io.ringmq.store.record.RecordReader;
import io.ringmq.store.state.StateBatch;
import io.ringmq.store.state.StateStore;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntToLongFunction;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The state machine of a ring: {@code state = fold(apply, log)}. Everything it holds follows from the records of the
 * entries applied, in their order; clocks, randomness and configuration of the node have no part in it.
 *
 * <p>Entries are applied in runs. {@link #endOfRun} writes what a run changed in one batch with the index of its last
 * entry, so a crash loses whole runs from the end, and applying the log again behind {@link #appliedIndex()} restores
 * them. Where runs end makes no difference to the state.
 *
 * <p>One thread at a time applies and ends runs. The methods of {@link RingView} may be called by any thread; topics,
 * groups and offsets are readable as soon as they are applied, messages at the end of their run. An exception out of
 * {@link #apply} or {@link #endOfRun} leaves the state unusable: stop the ring on this node and open it again.
 */
public final class RingState implements RingView {

    private final StateStore store;
    private final ApplyListener listener;
    private final Catalog catalog;
    private final Queues queues;
    private final Offsets offsets;
    private final QueueLocks locks;
    private final Pops pops;
    private final Timers timers;
    private final KeyIndex keys;
    private final Transactions transactions;
    private final SentMessages sent;
    private final Producers producers;
    private final Appends appends;

    private @Nullable StateBatch openBatch;
    private @Nullable VerifyMark mark;
    private volatile LongSupplier logStart = () -> 0;
    private long lastApplied;
    private boolean failed;

    /**
     * Loads the state as of {@link StateStore#appliedIndex()}.
     *
     * @param store belongs to this state from now on, but is closed by the caller
     * @param delayMsOfLevel the delay in ms of each delay level from 1 up; enters the state, so it must be the same on
     *     all replicas
     */
    public RingState(StateStore store, IntToLongFunction delayMsOfLevel, ApplyListener listener) {
        this.store = store;
        this.listener = listener;
        this.catalog = Catalog.load(store);
        this.queues = Queues.load(store, catalog);
        this.offsets = Offsets.load(store);
        this.locks = QueueLocks.load(store);
        this.pops = Pops.load(store, offsets);
        this.timers = Timers.load(store);
        this.keys = KeyIndex.load(store);
        this.transactions = Transactions.load(store);
        this.sent = SentMessages.load(store);
        this.producers = Producers.load(store);
        this.appends = new Appends(catalog, queues, keys, sent, delayMsOfLevel);
        this.lastApplied = store.appliedIndex();
    }

    /**
     * Applies the records of one entry.
     *
     * @param index log index of the entry, above that of the entry before; gaps are entries without records
     * @param term of the entry
     * @param bodyOffset physical offset of the first byte of the body
     * @param body from position to limit a run of records; not changed, and not used after the call
     * @throws MalformedRecordException if the body is damaged or holds records that this version does not know
     */
    public void apply(long index, long term, long bodyOffset, ByteBuffer body, ResultSink results) {
        requireUsable();
        if (index <= lastApplied) {
            throw new IllegalStateException("entry " + index + " comes behind entry " + lastApplied);
        }
        failed = true;
        StateBatch batch = batch();
        RecordReader records = new RecordReader(body);
        int skip = 0;
        for (int ordinal = 0; records.next(); ordinal++) {
            ApplyResult result;
            if (skip > 0) {
                skip = Math.max(skip - 1, GuardedRecords.behind(records));
                result = new Skipped();
            } else {
                result = producers.outcome(batch, sent.outcome(applyRecord(batch, records, term, bodyOffset)));
                skip = GuardedRecords.heldBack(records, result);
            }
            results.set(ordinal, result);
        }
        queues.endOfEntry(batch);
        keys.endOfEntry(batch);
        sent.endOfEntry(batch, index);
        producers.endOfEntry(batch, index);
        lastApplied = index;
        failed = false;
        showMarked(index);
    }

    /** Ends the run at an entry with a mark, because that is where replicas are compared. */
    private void showMarked(long index) {
        VerifyMark marked = mark;
        if (marked != null) {
            mark = null;
            endOfRun();
            listener.verifyMarked(marked, index);
        }
    }

    private ApplyResult applyRecord(StateBatch batch, RecordReader records, long term, long bodyOffset) {
        ByteBuffer payload = records.payload();
        return switch (records.type()) {
            case RecordType.MESSAGE -> appends.append(payload, bodyOffset + records.payloadPosition(), false);
            case RecordType.MESSAGE_ONCE -> appends.append(payload, bodyOffset + records.payloadPosition(), true);
            case RecordType.SEND_ONCE -> appends.begin(SendOnce.decode(payload));
            case RecordType.OPEN_PRODUCER, RecordType.SEND_SEQUENCED -> producers.apply(batch, records.type(), payload);
            case RecordType.COMMIT_OFFSETS -> commitOffsets(batch, CommandCodec.decodeCommits(payload));
            case RecordType.PUT_TOPIC -> putTopic(batch, CommandCodec.decodePutTopic(payload));
            case RecordType.DELETE_TOPIC -> deleteTopic(batch, CommandCodec.decodeDeleteTopic(payload));
            case RecordType.PUT_GROUP -> putGroup(batch, CommandCodec.decodePutGroup(payload));
            case RecordType.DELETE_GROUP -> deleteGroup(batch, CommandCodec.decodeDeleteGroup(payload));
            case RecordType.CONDITION -> checkCondition(batch, CommandCodec.decodeCondition(payload));
            case RecordType.LEADER_ADDRESS -> announce(batch, CommandCodec.decodeLeaderAddress(payload));
            case RecordType.VERIFY -> mark(CommandCodec.decodeVerify(payload));
            case RecordType.RESET_OFFSETS -> resetOffsets(batch, CommandCodec.decodeCommits(payload));
            case RecordType.LOCK_QUEUES -> lockQueues(batch, term, LockCodec.decodeLock(payload));
            case RecordType.UNLOCK_QUEUES -> locks.unlock(batch, LockCodec.decodeUnlock(payload));
            case RecordType.EXPIRE_LOCKS -> locks.expire(batch, term, LockCodec.decodeExpire(payload));
            case RecordType.POP_TAKE,
                    RecordType.POP_ACK,
                    RecordType.POP_CHANGE,
                    RecordType.POP_REVIVE,
                    RecordType.POP_MODE,
                    RecordType.POP_TAKE_ORDERED,
                    RecordType.POP_ACK_ORDERED,
                    RecordType.POP_CHANGE_ORDERED ->
                new PopApplication(pops, this::queueExists).apply(batch, records.type(), payload);
            case RecordType.HALF_MESSAGE -> transactions.begin(batch, payload, bodyOffset + records.payloadPosition());
            case RecordType.END_TRANSACTION ->
                transactions.end(batch, TransactionCodec.decodeEnd(payload), this::queueExists);
            case RecordType.CHECK_TRANSACTION -> transactions.check(batch, TransactionCodec.decodeCheck(payload));
            case RecordType.TIMED_MESSAGE -> setTimer(batch, payload, bodyOffset + records.payloadPosition());
            case RecordType.FIRE_TIMER ->
                timers.fire(batch, TimerCodec.decodeFiring(payload)) ? new Applied(true) : new Skipped();
            case RecordType.RECALL_TIMER -> timers.recall(batch, TimerCodec.decodeRecall(payload));
            default ->
                throw new MalformedRecordException("record type " + records.type() + " in an entry of term " + term
                        + " is not known here; update this node");
        };
    }

    private ApplyResult commitOffsets(StateBatch batch, List<OffsetCommit> commits) {
        int stored = 0;
        for (OffsetCommit commit : commits) {
            if (queueExists(commit.topic(), commit.queueId()) && offsets.accepts(commit)) {
                pops.committed(batch, commit);
                offsets.set(batch, commit);
                stored++;
            }
        }
        return new OffsetsCommitted(stored, commits.size() - stored);
    }

    private ApplyResult resetOffsets(StateBatch batch, List<OffsetCommit> resets) {
        int stored = 0;
        for (OffsetCommit reset : resets) {
            if (queueExists(reset.topic(), reset.queueId())) {
                pops.committed(batch, reset);
                offsets.reset(batch, reset);
                stored++;
            }
        }
        return new OffsetsCommitted(stored, resets.size() - stored);
    }

    private boolean queueExists(String topicName, int queueId) {
        Topic topic = catalog.find(topicName);
        return topic != null && topic.hasQueue(queueId);
    }

    private boolean queueExists(TopicQueue queue) {
        return queueExists(queue.topic(), queue.queueId());
    }

    private ApplyResult lockQueues(StateBatch batch, long term, LockRequest request) {
        return locks.lock(batch, term, request, this::queueExists);
    }

    private ApplyResult putTopic(StateBatch batch, CommandCodec.PutTopic put) {
        return new Applied(catalog.putTopic(batch, put.config(), put.onlyIfAbsent()));
    }

    private ApplyResult deleteTopic(StateBatch batch, String name) {
        Topic topic = catalog.deleteTopic(batch, name);
        if (topic != null) {
            queues.deleteTopic(batch, topic);
            offsets.deleteTopic(batch, name);
            pops.deleteTopic(batch, name);
        }
        return new Applied(topic != null);
    }

    private ApplyResult putGroup(StateBatch batch, CommandCodec.PutGroup put) {
        return new Applied(catalog.putGroup(batch, put.config(), put.onlyIfAbsent()));
    }

    private ApplyResult deleteGroup(StateBatch batch, CommandCodec.DeleteGroup delete) {
        boolean deleted = catalog.deleteGroup(batch, delete.group());
        boolean forgot = delete.removeOffsets() && offsets.deleteGroup(batch, delete.group());
        pops.deleteGroup(batch, delete.group());
        return new Applied(deleted || forgot);
    }

    private ApplyResult checkCondition(StateBatch batch, OffsetCondition condition) {
        long committed = offsets.committedOffset(condition.group(), condition.topic(), condition.queueId());
        if (committed != condition.expectedOffset() || !queueExists(condition.topic(), condition.queueId())) {
            return new Skipped();
        }
        offsets.set(
                batch,
                new OffsetCommit(condition.group(), condition.topic(), condition.queueId(), condition.nextOffset()));
        return new Applied(true);
    }

    private ApplyResult setTimer(StateBatch batch, ByteBuffer payload, long payloadOffset) {
        long position = payloadOffset + TimerCodec.MESSAGE_POSITION;
        return timers.set(batch, catalog, TimerCodec.decodeMessage(payload), position);
    }

    private ApplyResult announce(StateBatch batch, LeaderAddress address) {
        LeaderAddress current = catalog.leaderAddress();
        if (current != null && address.term() < current.term()) {
            return new Rejected(
                    Reason.STALE_TERM, "the leader of term " + current.term() + " has announced itself already");
        }
        return new Applied(catalog.putLeaderAddress(batch, address));
    }

    private ApplyResult mark(VerifyMark found) {
        mark = found;
        return new Applied(false);
    }

    /**
     * Writes what was applied since the last call and tells the listener. Results may be handed out afterwards. Does
     * nothing if nothing was applied.
     */
    public void endOfRun() {
        requireUsable();
        if (openBatch == null) {
            return;
        }
        failed = true;
        try (StateBatch batch = openBatch) {
            timers.endOfRun(batch);
            store.write(batch, lastApplied);
        }
        openBatch = null;
        failed = false;
        queues.publish(listener);
        timers.publish(listener);
        catalog.publish(listener);
        transactions.publish(listener);
    }

    private StateBatch batch() {
        StateBatch batch = openBatch;
        if (batch == null) {
            batch = store.newBatch();
            openBatch = batch;
        }
        return batch;
    }

    private void requireUsable() {
        if (failed) {
            throw new IllegalStateException("the state is unusable after a failure behind entry " + lastApplied);
        }
    }

    /**
     * Lets queues begin with the first message at or behind a place in the log, instead of with their first ever.
     *
     * @param logStart physical offset of the first byte that this node's log still has; may grow at any time
     */
    public void logStartsAt(LongSupplier logStart) {
        this.logStart = logStart;
        queues.logStartsAt(logStart);
    }

    /**
     * Drops the index of messages that are gone from the log. It changes no answer, only the room the index takes. May be
     * called by any one thread, beside the applying one.
     *
     * @return how many messages' places were dropped
     */
    public long trimIndex() {
        keys.trim(logStart.getAsLong());
        return queues.trim();
    }

    /** Makes all ended runs durable. May be called by any thread. */
    public void flush() {
        store.flush();
    }

    @Override
    public PopView pops() {
        return pops;
    }

    @Override
    public TransactionView transactions() {
        return transactions;
    }

    @Override
    public TimerView timers() {
        return timers;
    }

    @Override
    public long appliedIndex() {
        return store.appliedIndex();
    }

    @Override
    public @Nullable TopicConfig topic(String name) {
        return catalog.topic(name);
    }

    @Override
    public Collection<TopicConfig> topics() {
        return catalog.topics();
    }

    @Override
    public long topicVersion() {
        return catalog.topicVersion();
    }

    @Override
    public @Nullable GroupConfig group(String name) {
        return catalog.group(name);
    }

    @Override
    public Collection<GroupConfig> groups() {
        return catalog.groups();
    }

    @Override
    public @Nullable LeaderAddress leaderAddress() {
        return catalog.leaderAddress();
    }

    @Override
    public long minOffset(String topic, int queueId) {
        return queues.minOffset(topic, queueId);
    }

    @Override
    public long maxOffset(String topic, int queueId) {
        return queues.maxOffset(topic, queueId);
    }

    @Override
    public List<QueueEntry> read(String topic, int queueId, long fromOffset, int maxEntries) {
        return queues.read(topic, queueId, fromOffset, maxEntries);
    }

    @Override
    public long offsetByTimestamp(String topic, int queueId, long timestampMs, Boundary boundary) {
        return queues.offsetByTimestamp(topic, queueId, timestampMs, boundary);
    }

    @Override
    public List<KeyPosition> messagesWithKey(
            String topic, String key, long fromMs, long toMs, long beforeOffset, int max) {
        ByteBuffer bytes = ByteBuffer.wrap(key.getBytes(StandardCharsets.UTF_8));
        long hash = KeyHash.of(KeyHash.seed(topic), bytes, 0, bytes.limit());
        long start = logStart.getAsLong();
        return keys.find(new KeyQuery(hash, fromMs, toMs, beforeOffset, max)).stream()
                .filter(position -> position.physicalOffset() >= start)
                .toList();
    }

    @Override
    public long committedOffset(String group, String topic, int queueId) {
        return offsets.committedOffset(group, topic, queueId);
    }

    @Override
    public long pendingReset(String group, String topic, int queueId) {
        return offsets.pendingReset(group, topic, queueId);
    }

    @Override
    public Map<TopicQueue, Long> committedOffsets(String group) {
        return offsets.committedOffsets(group);
    }

    @Override
    public Set<String> groupsConsuming(String topic) {
        return offsets.groupsConsuming(topic);
    }

    @Override
    public @Nullable QueueLock lock(String group, String topic, int queueId) {
        return locks.lock(group, topic, queueId);
    }

    @Override
    public boolean holdsLocks(String group) {
        return locks.holdsLocks(group);
    }

    @Override
    public int lockCount() {
        return locks.lockCount();
    }

    @Override
    public boolean anyLockExpired(LeaderTime time) {
        return locks.anyLockExpired(time);
    }
}
