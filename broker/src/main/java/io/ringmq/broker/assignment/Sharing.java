package io.ringmq.broker.assignment;

import io.ringmq.remoting.body.MessageQueue;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How the consumers of a group share queues; the rules of RocketMQ, so that brokers and clients come to the same. */
enum Sharing {
    /** Each consumer has neighbouring queues. */
    AVG {
        @Override
        List<MessageQueue> of(int consumer, int consumers, List<MessageQueue> queues) {
            int least = queues.size() / consumers;
            int more = queues.size() % consumers;
            int from = consumer * least + Math.min(consumer, more);
            return queues.subList(from, from + least + (consumer < more ? 1 : 0));
        }
    },
    /** Queues are dealt out like cards. */
    AVG_BY_CIRCLE {
        @Override
        List<MessageQueue> of(int consumer, int consumers, List<MessageQueue> queues) {
            List<MessageQueue> own = new ArrayList<>();
            for (int i = consumer; i < queues.size(); i += consumers) {
                own.add(queues.get(i));
            }
            return own;
        }
    };

    private static final int ALL_QUEUES = -1;

    /** The queues of one of the consumers, which are numbered from 0. */
    abstract List<MessageQueue> of(int consumer, int consumers, List<MessageQueue> queues);

    /** The rule of this name; null if there is none. */
    static @Nullable Sharing named(String name) {
        for (Sharing sharing : values()) {
            if (sharing.name().equals(name)) {
                return sharing;
            }
        }
        return null;
    }

    /**
     * The queues that a consumer pops from.
     *
     * @param neighbours among how many consumers behind it a consumer pops from their queues too; all if it is 0 or
     *     less, or all there are
     * @return with the queue id -1 for all queues of a broker
     */
    Set<MessageQueue> popped(int consumer, int consumers, List<MessageQueue> queues, int neighbours) {
        Set<MessageQueue> popped = new LinkedHashSet<>();
        if (neighbours <= 0 || neighbours >= consumers - 1) {
            queues.forEach(queue -> popped.add(new MessageQueue(queue.topic(), queue.brokerName(), ALL_QUEUES)));
        } else if (queues.size() < consumers && !queues.isEmpty()) {
            popped.add(queues.get(consumer % queues.size()));
        } else {
            for (int i = 0; i <= neighbours; i++) {
                popped.addAll(of((consumer + i) % consumers, consumers, queues));
            }
        }
        return popped;
    }
}
