package io.ringmq.broker.state;

import io.ringmq.store.state.Family;
import io.ringmq.store.state.KeyRange;
import io.ringmq.store.state.StateBatch;
import io.ringmq.store.state.StateStore;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Topics, groups and the leader's address, held in memory and written through. */
final class Catalog implements CatalogView {

    private final Map<String, Topic> topics = new ConcurrentHashMap<>();
    private final Map<String, GroupConfig> groups = new ConcurrentHashMap<>();

    private int nextTopicId;
    private final AtomicLong topicVersion = new AtomicLong();
    private volatile @Nullable LeaderAddress leaderAddress;

    private boolean topicsChanged;
    private boolean groupsChanged;
    private boolean leaderAnnounced;

    static Catalog load(StateStore store) {
        Catalog catalog = new Catalog();
        catalog.nextTopicId = Math.toIntExact(counter(store, StateKeys.NEXT_TOPIC_ID));
        catalog.topicVersion.set(counter(store, StateKeys.TOPIC_VERSION));
        byte[] address = store.get(Family.META, StateKeys.LEADER_ADDRESS);
        if (address != null) {
            catalog.leaderAddress = CommandCodec.decodeLeaderAddress(ByteBuffer.wrap(address));
        }
        store.scan(Family.TOPICS, KeyRange.all(), StateStore.Direction.ASCENDING, (key, value) -> {
            Topic topic = decodeTopic(value);
            catalog.topics.put(topic.config().name(), topic);
            return true;
        });
        store.scan(Family.GROUPS, KeyRange.all(), StateStore.Direction.ASCENDING, (key, value) -> {
            GroupConfig group = decodeGroup(value);
            catalog.groups.put(group.name(), group);
            return true;
        });
        return catalog;
    }

    private static long counter(StateStore store, byte[] key) {
        byte[] value = store.get(Family.META, key);
        return value == null ? 0 : StateKeys.toLong(value);
    }

    private static Topic decodeTopic(byte[] value) {
        return PayloadReader.readAll("stored topic", ByteBuffer.wrap(value), in -> {
            in.version(CommandCodec.VERSION);
            return new Topic(in.getInt(), CommandCodec.readTopic(in));
        });
    }

    private static GroupConfig decodeGroup(byte[] value) {
        return PayloadReader.readAll("stored group", ByteBuffer.wrap(value), in -> {
            in.version(CommandCodec.VERSION);
            return CommandCodec.readGroup(in);
        });
    }

    /** Returns whether it changed anything. */
    boolean putTopic(StateBatch batch, TopicConfig config, boolean onlyIfAbsent) {
        Topic topic = topics.get(config.name());
        if (topic == null) {
            topic = new Topic(nextTopicId++, config);
            batch.put(Family.META, StateKeys.NEXT_TOPIC_ID, StateKeys.longBytes(nextTopicId));
            topics.put(config.name(), topic);
        } else if (onlyIfAbsent || topic.config().equals(config)) {
            return false;
        } else {
            topic.configure(config);
        }
        PayloadWriter out = CommandCodec.start().putInt(topic.id());
        CommandCodec.writeTopic(out, config);
        batch.put(Family.TOPICS, StateKeys.name(config.name()), out.toBytes());
        bumpTopicVersion(batch);
        return true;
    }

    /** Takes a topic out of the catalog and returns it, or null if there is none. */
    @Nullable
    Topic deleteTopic(StateBatch batch, String name) {
        Topic topic = topics.remove(name);
        if (topic != null) {
            topic.delete();
            batch.delete(Family.TOPICS, StateKeys.name(name));
            bumpTopicVersion(batch);
        }
        return topic;
    }

    private void bumpTopicVersion(StateBatch batch) {
        batch.put(Family.META, StateKeys.TOPIC_VERSION, StateKeys.longBytes(topicVersion.incrementAndGet()));
        topicsChanged = true;
    }

    /** Returns whether it changed anything. */
    boolean putGroup(StateBatch batch, GroupConfig config, boolean onlyIfAbsent) {
        GroupConfig existing = groups.get(config.name());
        if (existing != null && (onlyIfAbsent || existing.equals(config))) {
            return false;
        }
        PayloadWriter out = CommandCodec.start();
        CommandCodec.writeGroup(out, config);
        batch.put(Family.GROUPS, StateKeys.name(config.name()), out.toBytes());
        groups.put(config.name(), config);
        groupsChanged = true;
        return true;
    }

    /** Returns whether there was one. */
    boolean deleteGroup(StateBatch batch, String name) {
        boolean existed = groups.remove(name) != null;
        if (existed) {
            batch.delete(Family.GROUPS, StateKeys.name(name));
            groupsChanged = true;
        }
        return existed;
    }

    /** Returns whether it differs from the one before. */
    boolean putLeaderAddress(StateBatch batch, LeaderAddress address) {
        boolean changed = !address.equals(leaderAddress);
        batch.put(
                Family.META,
                StateKeys.LEADER_ADDRESS,
                CommandCodec.encodeLeaderAddress(address).array());
        leaderAddress = address;
        leaderAnnounced = true;
        return changed;
    }

    /** Tells the listener what changed since the last call. */
    void publish(ApplyListener listener) {
        if (topicsChanged) {
            topicsChanged = false;
            listener.topicsChanged();
        }
        if (groupsChanged) {
            groupsChanged = false;
            listener.groupsChanged();
        }
        LeaderAddress address = leaderAddress;
        if (leaderAnnounced && address != null) {
            leaderAnnounced = false;
            listener.leaderAnnounced(address);
        }
    }

    @Nullable
    Topic find(String name) {
        return topics.get(name);
    }

    void forEachTopic(Consumer<Topic> action) {
        topics.values().forEach(action);
    }

    @Override
    public @Nullable TopicConfig topic(String name) {
        Topic topic = topics.get(name);
        return topic == null ? null : topic.config();
    }

    @Override
    public Collection<TopicConfig> topics() {
        return topics.values().stream().map(Topic::config).toList();
    }

    @Override
    public long topicVersion() {
        return topicVersion.get();
    }

    @Override
    public @Nullable GroupConfig group(String name) {
        return groups.get(name);
    }

    @Override
    public Collection<GroupConfig> groups() {
        return List.copyOf(groups.values());
    }

    @Override
    public @Nullable LeaderAddress leaderAddress() {
        return leaderAddress;
    }
}
