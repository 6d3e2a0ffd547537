package io.ringmq.broker.state;

import io.ringmq.store.state.Family;
import io.ringmq.store.state.KeyRange;
import io.ringmq.store.state.StateBatch;
import io.ringmq.store.state.StateStore;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Committed offsets, held in memory and written through.
 *
 * <p>An offset that an operator has reset is <em>pending</em> until the consumers of the group have heard of it: until
 * one of them commits just that offset. What they commit meanwhile is the progress of before, and is ignored.
 */
final class Offsets implements OffsetView {

    private static final long NONE = -1;

    private final Map<String, Map<TopicQueue, Committed>> byGroup = new ConcurrentHashMap<>();

    private record Key(String group, TopicQueue queue) {}

    /** @param reset whether it was set by an operator and no consumer has heard of it yet */
    private record Committed(long offset, boolean reset) {
        byte[] toBytes() {
            return StateKeys.committedOffset(offset, reset);
        }

        static Committed of(byte[] value) {
            return new Committed(StateKeys.toLong(value), StateKeys.isReset(value));
        }
    }

    static Offsets load(StateStore store) {
        Offsets offsets = new Offsets();
        store.scan(Family.OFFSETS, KeyRange.all(), StateStore.Direction.ASCENDING, (key, value) -> {
            Key parsed = PayloadReader.readAll(
                    "key of an offset",
                    ByteBuffer.wrap(key),
                    in -> new Key(in.getText(), new TopicQueue(in.getText(), in.getInt())));
            offsets.ofGroup(parsed.group()).put(parsed.queue(), Committed.of(value));
            return true;
        });
        return offsets;
    }

    private Map<TopicQueue, Committed> ofGroup(String group) {
        return byGroup.computeIfAbsent(group, name -> new ConcurrentHashMap<>());
    }

    /** Whether a consumer that has reached this offset has heard of the last reset, if there was one. */
    boolean accepts(OffsetCommit commit) {
        long reset = pendingReset(commit.group(), commit.topic(), commit.queueId());
        return reset == NONE || reset == commit.offset();
    }

    /** Sets an offset at which the consumers of the group are to go on, whatever they have reached. */
    void reset(StateBatch batch, OffsetCommit commit) {
        put(batch, commit, true);
    }

    /** Commits an offset, whatever was there before. */
    void set(StateBatch batch, OffsetCommit commit) {
        put(batch, commit, false);
    }

    private void put(StateBatch batch, OffsetCommit commit, boolean reset) {
        TopicQueue queue = new TopicQueue(commit.topic(), commit.queueId());
        Committed committed = new Committed(commit.offset(), reset);
        batch.put(Family.OFFSETS, StateKeys.ofGroup(commit.group(), queue), committed.toBytes());
        ofGroup(commit.group()).put(queue, committed);
    }

    void deleteTopic(StateBatch batch, String topic) {
        byGroup.forEach((group, offsets) -> offsets.keySet().removeIf(queue -> {
            boolean ofTopic = queue.topic().equals(topic);
            if (ofTopic) {
                batch.delete(Family.OFFSETS, StateKeys.ofGroup(group, queue));
            }
            return ofTopic;
        }));
        byGroup.values().removeIf(Map::isEmpty);
    }

    /** Returns whether there were any. */
    boolean deleteGroup(StateBatch batch, String group) {
        batch.deleteRange(Family.OFFSETS, KeyRange.prefix(StateKeys.offsetsOfGroup(group)));
        return byGroup.remove(group) != null;
    }

    @Override
    public long committedOffset(String group, String topic, int queueId) {
        Map<TopicQueue, Committed> offsets = byGroup.get(group);
        Committed committed = offsets == null ? null : offsets.get(new TopicQueue(topic, queueId));
        return committed == null ? NONE : committed.offset();
    }

    @Override
    public long pendingReset(String group, String topic, int queueId) {
        Map<TopicQueue, Committed> offsets = byGroup.get(group);
        Committed committed = offsets == null ? null : offsets.get(new TopicQueue(topic, queueId));
        return committed == null || !committed.reset() ? NONE : committed.offset();
    }

    @Override
    public Map<TopicQueue, Long> committedOffsets(String group) {
        Map<TopicQueue, Committed> offsets = byGroup.get(group);
        return offsets == null
                ? Map.of()
                : offsets.entrySet().stream()
                        .collect(Collectors.toUnmodifiableMap(
                                Map.Entry::getKey, entry -> entry.getValue().offset()));
    }

    @Override
    public Set<String> groupsConsuming(String topic) {
        return byGroup.entrySet().stream()
                .filter(group -> group.getValue().keySet().stream()
                        .anyMatch(queue -> queue.topic().equals(topic)))
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }
}
