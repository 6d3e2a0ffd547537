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

/** Committed offsets, held in memory and written through. */
final class Offsets implements OffsetView {

    private static final long NONE = -1;

    private final Map<String, Map<TopicQueue, Long>> byGroup = new ConcurrentHashMap<>();

    private record Key(String group, TopicQueue queue) {}

    static Offsets load(StateStore store) {
        Offsets offsets = new Offsets();
        store.scan(Family.OFFSETS, KeyRange.all(), StateStore.Direction.ASCENDING, (key, value) -> {
            Key parsed = PayloadReader.readAll(
                    "key of an offset",
                    ByteBuffer.wrap(key),
                    in -> new Key(in.getText(), new TopicQueue(in.getText(), in.getInt())));
            offsets.ofGroup(parsed.group()).put(parsed.queue(), StateKeys.toLong(value));
            return true;
        });
        return offsets;
    }

    private Map<TopicQueue, Long> ofGroup(String group) {
        return byGroup.computeIfAbsent(group, name -> new ConcurrentHashMap<>());
    }

    void commit(StateBatch batch, OffsetCommit commit) {
        TopicQueue queue = new TopicQueue(commit.topic(), commit.queueId());
        batch.put(Family.OFFSETS, StateKeys.ofGroup(commit.group(), queue), StateKeys.longBytes(commit.offset()));
        ofGroup(commit.group()).put(queue, commit.offset());
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
        Map<TopicQueue, Long> offsets = byGroup.get(group);
        return offsets == null ? NONE : offsets.getOrDefault(new TopicQueue(topic, queueId), NONE);
    }

    @Override
    public Map<TopicQueue, Long> committedOffsets(String group) {
        Map<TopicQueue, Long> offsets = byGroup.get(group);
        return offsets == null ? Map.of() : Map.copyOf(offsets);
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
