package io.ringmq.broker.state;

import io.ringmq.broker.state.ApplyResult.AppendedMessage;
import io.ringmq.broker.state.ApplyResult.Applied;
import io.ringmq.broker.state.ApplyResult.OffsetsCommitted;
import io.ringmq.broker.state.ApplyResult.Reason;
import io.ringmq.broker.state.ApplyResult.Rejected;
import io.ringmq.broker.state.ApplyResult.Skipped;
import io.ringmq.store.key.KeyPosition;
import io.ringmq.store.queue.Boundary;
import io.ringmq.store.queue.QueueEntry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What {@link RingState} shall compute, said with plain maps and lists. */
final class RingModel implements RingView {

    private final Map<String, TopicConfig> topics = new TreeMap<>();
    private final Map<TopicQueue, List<QueueEntry>> queues = new HashMap<>();
    private final Map<String, GroupConfig> groups = new TreeMap<>();
    private final Map<String, Map<TopicQueue, Long>> offsets = new TreeMap<>();
    /** The groups and queues with a reset that is pending; the offset is 0 in all. */
    private final Set<OffsetCommit> resets = new HashSet<>();

    final LockModel locks = new LockModel();
    private final List<Keyed> keyed = new ArrayList<>();
    private @Nullable LeaderAddress leader;
    private long topicVersion;
    private long appliedIndex;
    private long logStart;

    void logStartsAt(long physicalOffset) {
        logStart = physicalOffset;
    }

    void applied(long index) {
        appliedIndex = index;
    }

    /** All messages of {@link RandomLog} have the same keys. */
    private record Keyed(String topic, KeyPosition position) {}

    ApplyResult message(TopicQueue queue, long physicalOffset, int sizeBytes, long tagHash, long storeTimestampMs) {
        if (!topics.containsKey(queue.topic())) {
            return new Rejected(Reason.UNKNOWN_TOPIC, "");
        }
        if (!hasQueue(queue)) {
            return new Rejected(Reason.UNKNOWN_QUEUE, "");
        }
        List<QueueEntry> entries = queues.computeIfAbsent(queue, name -> new ArrayList<>());
        long hash = queue.topic().equals(SystemTopics.SCHEDULE)
                ? storeTimestampMs + RingStateSimulationTest.delayMs(queue.queueId() + 1)
                : tagHash;
        entries.add(new QueueEntry(entries.size(), physicalOffset, sizeBytes, hash, storeTimestampMs));
        keyed.add(0, new Keyed(queue.topic(), new KeyPosition(physicalOffset, storeTimestampMs)));
        return new AppendedMessage(entries.size() - 1, physicalOffset, sizeBytes);
    }

    /** Queues are there by configuration, and those in use stay when the counts shrink. */
    private boolean hasQueue(TopicQueue queue) {
        TopicConfig config = topics.get(queue.topic());
        return config != null && (queue.queueId() < config.queues() || queues.containsKey(queue));
    }

    ApplyResult commit(List<OffsetCommit> commits) {
        int stored = 0;
        for (OffsetCommit commit : commits) {
            TopicQueue queue = new TopicQueue(commit.topic(), commit.queueId());
            long reset = pendingReset(commit.group(), commit.topic(), commit.queueId());
            if (hasQueue(queue) && (reset == -1 || reset == commit.offset())) {
                put(commit);
                stored++;
            }
        }
        return new OffsetsCommitted(stored, commits.size() - stored);
    }

    ApplyResult reset(List<OffsetCommit> commits) {
        int stored = 0;
        for (OffsetCommit commit : commits) {
            if (hasQueue(new TopicQueue(commit.topic(), commit.queueId()))) {
                put(commit);
                resets.add(new OffsetCommit(commit.group(), commit.topic(), commit.queueId(), 0));
                stored++;
            }
        }
        return new OffsetsCommitted(stored, commits.size() - stored);
    }

    private void put(OffsetCommit commit) {
        TopicQueue queue = new TopicQueue(commit.topic(), commit.queueId());
        offsets.computeIfAbsent(commit.group(), name -> new HashMap<>()).put(queue, commit.offset());
        resets.remove(new OffsetCommit(commit.group(), commit.topic(), commit.queueId(), 0));
    }

    ApplyResult putTopic(TopicConfig config, boolean onlyIfAbsent) {
        TopicConfig old = topics.get(config.name());
        if (config.equals(old) || (onlyIfAbsent && old != null)) {
            return new Applied(false);
        }
        topics.put(config.name(), config);
        topicVersion++;
        return new Applied(true);
    }

    ApplyResult deleteTopic(String topic) {
        if (topics.remove(topic) == null) {
            return new Applied(false);
        }
        topicVersion++;
        queues.keySet().removeIf(queue -> queue.topic().equals(topic));
        offsets.values()
                .forEach(group -> group.keySet().removeIf(queue -> queue.topic().equals(topic)));
        offsets.values().removeIf(Map::isEmpty);
        resets.removeIf(reset -> reset.topic().equals(topic));
        return new Applied(true);
    }

    ApplyResult putGroup(GroupConfig config, boolean onlyIfAbsent) {
        GroupConfig old = groups.get(config.name());
        if (config.equals(old) || (onlyIfAbsent && old != null)) {
            return new Applied(false);
        }
        groups.put(config.name(), config);
        return new Applied(true);
    }

    ApplyResult deleteGroup(String group, boolean removeOffsets) {
        boolean existed = groups.remove(group) != null;
        boolean forgot = removeOffsets && offsets.remove(group) != null;
        resets.removeIf(reset -> removeOffsets && reset.group().equals(group));
        return new Applied(existed || forgot);
    }

    ApplyResult condition(OffsetCondition condition) {
        TopicQueue queue = new TopicQueue(condition.topic(), condition.queueId());
        long committed = committedOffset(condition.group(), condition.topic(), condition.queueId());
        if (committed != condition.expectedOffset() || !hasQueue(queue)) {
            return new Skipped();
        }
        put(new OffsetCommit(condition.group(), condition.topic(), condition.queueId(), condition.nextOffset()));
        return new Applied(true);
    }

    ApplyResult announce(LeaderAddress address) {
        if (leader != null && leader.term() > address.term()) {
            return new Rejected(Reason.STALE_TERM, "");
        }
        boolean changed = !address.equals(leader);
        leader = address;
        return new Applied(changed);
    }

    /** Pops have a model of their own, see PopSimulationTest. */
    @Override
    public TransactionView transactions() {
        throw new UnsupportedOperationException("see TransactionModel");
    }

    @Override
    public PopView pops() {
        throw new UnsupportedOperationException("this model knows no pops");
    }

    /** So have timed messages, see TimerSimulationTest. */
    @Override
    public TimerView timers() {
        throw new UnsupportedOperationException("this model knows no timed messages");
    }

    @Override
    public long appliedIndex() {
        return appliedIndex;
    }

    @Override
    public @Nullable TopicConfig topic(String name) {
        return topics.get(name);
    }

    @Override
    public Collection<TopicConfig> topics() {
        return topics.values();
    }

    @Override
    public long topicVersion() {
        return topicVersion;
    }

    @Override
    public @Nullable GroupConfig group(String name) {
        return groups.get(name);
    }

    @Override
    public Collection<GroupConfig> groups() {
        return groups.values();
    }

    @Override
    public @Nullable LeaderAddress leaderAddress() {
        return leader;
    }

    private List<QueueEntry> entries(String topic, int queueId) {
        return queues.getOrDefault(new TopicQueue(topic, queueId), List.of());
    }

    @Override
    public long minOffset(String topic, int queueId) {
        return entries(topic, queueId).stream()
                .filter(entry -> entry.physicalOffset() < logStart)
                .count();
    }

    @Override
    public long maxOffset(String topic, int queueId) {
        return entries(topic, queueId).size();
    }

    @Override
    public List<QueueEntry> read(String topic, int queueId, long fromOffset, int maxEntries) {
        return fromOffset < minOffset(topic, queueId)
                ? List.of()
                : entries(topic, queueId).stream()
                        .skip(fromOffset)
                        .limit(maxEntries)
                        .toList();
    }

    @Override
    public long offsetByTimestamp(String topic, int queueId, long timestampMs, Boundary boundary) {
        List<QueueEntry> entries = entries(topic, queueId);
        long before = entries.stream()
                .filter(entry -> entry.storeTimestampMs() < timestampMs)
                .count();
        long minOffset = minOffset(topic, queueId);
        if (boundary == Boundary.LOWER) {
            return Math.max(minOffset, before);
        }
        long notAfter = entries.stream()
                .filter(entry -> entry.storeTimestampMs() <= timestampMs)
                .count();
        return Math.max(minOffset, notAfter - 1);
    }

    @Override
    public List<KeyPosition> messagesWithKey(
            String topic, String key, long fromMs, long toMs, long beforeOffset, int max) {
        return keyed.stream()
                .filter(message -> message.topic().equals(topic) && WireMessages.KEYS.contains(key))
                .map(Keyed::position)
                .filter(at -> at.physicalOffset() >= logStart && at.physicalOffset() < beforeOffset)
                .filter(at -> at.storeTimestampMs() >= fromMs && at.storeTimestampMs() <= toMs)
                .limit(max)
                .toList();
    }

    @Override
    public long committedOffset(String group, String topic, int queueId) {
        return offsets.getOrDefault(group, Map.of()).getOrDefault(new TopicQueue(topic, queueId), -1L);
    }

    @Override
    public long pendingReset(String group, String topic, int queueId) {
        return resets.contains(new OffsetCommit(group, topic, queueId, 0))
                ? committedOffset(group, topic, queueId)
                : -1;
    }

    @Override
    public Map<TopicQueue, Long> committedOffsets(String group) {
        return offsets.getOrDefault(group, Map.of());
    }

    @Override
    public Set<String> groupsConsuming(String topic) {
        return offsets.entrySet().stream()
                .filter(group -> group.getValue().keySet().stream()
                        .anyMatch(queue -> queue.topic().equals(topic)))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    ApplyResult lock(LockRequest request, long entryTerm) {
        return locks.lock(request, entryTerm, this::hasQueue);
    }

    ApplyResult unlock(UnlockRequest request) {
        return locks.unlock(request);
    }

    @Override
    public @Nullable QueueLock lock(String group, String topic, int queueId) {
        return locks.find(group, new TopicQueue(topic, queueId));
    }

    @Override
    public boolean holdsLocks(String group) {
        return locks.holders().contains(group);
    }

    @Override
    public int lockCount() {
        return locks.count();
    }

    @Override
    public boolean anyLockExpired(LeaderTime time) {
        return locks.anyExpired(time);
    }
}
