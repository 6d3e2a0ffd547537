package io.ringmq.broker.state;

import io.ringmq.store.key.KeyHash;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A topic and its queues. Changed by the applying thread, read by any. */
final class Topic {

    private final int id;
    private final long keySeed;
    private volatile TopicConfig config;
    private volatile boolean deleted;
    /** Replaced, never written to, when it grows. */
    private volatile MessageQueue[] queues = new MessageQueue[0];

    Topic(int id, TopicConfig config) {
        this.id = id;
        this.keySeed = KeyHash.seed(config.name());
        this.config = config;
    }

    int id() {
        return id;
    }

    /** What the hashes of its messages' keys begin with. */
    long keySeed() {
        return keySeed;
    }

    TopicConfig config() {
        return config;
    }

    void configure(TopicConfig newConfig) {
        config = newConfig;
    }

    boolean deleted() {
        return deleted;
    }

    void delete() {
        deleted = true;
    }

    /**
     * Whether a queue id is offered by the configuration, or has messages from before the configuration shrank. Only
     * for the applying thread, and only by what the log says: the array may be longer, depending on the last start.
     */
    boolean hasQueue(int queueId) {
        MessageQueue[] current = queues;
        return queueId >= 0
                && (queueId < config.queues() || (queueId < current.length && current[queueId].nextOffset() > 0));
    }

    /** The queue of an id; makes it if needed. Only for the applying thread. */
    MessageQueue queue(int queueId) {
        int old = queues.length;
        if (queueId >= old) {
            MessageQueue[] grown = Arrays.copyOf(queues, Math.max(queueId + 1, config.queues()));
            for (int i = old; i < grown.length; i++) {
                grown[i] = new MessageQueue(this, i);
            }
            queues = grown;
        }
        return queues[queueId];
    }

    /** The queue of an id if it was made yet. */
    @Nullable
    MessageQueue findQueue(int queueId) {
        MessageQueue[] current = queues;
        return queueId >= 0 && queueId < current.length ? current[queueId] : null;
    }
}
