package io.ringmq.client.consumer;

import io.ringmq.client.call.ClientNetwork;
import io.ringmq.client.call.LeaderCalls;
import io.ringmq.client.route.TopicRouting;
import io.ringmq.remoting.body.ConsumeFromWhere;
import io.ringmq.remoting.body.ConsumeType;
import io.ringmq.remoting.body.ConsumerData;
import io.ringmq.remoting.body.HeartbeatBody;
import io.ringmq.remoting.body.MessageModel;
import io.ringmq.remoting.body.MessageQueue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps this member reading the queues that are its share: tells every replica that it lives, asks for the group's
 * members, and starts and stops queues. Used by the consumer's thread only; one round runs at a time.
 */
final class Rebalance {
    private static final Logger LOG = LoggerFactory.getLogger(Rebalance.class);

    private final GroupShare share;
    private final ClientNetwork network;
    private final LeaderCalls calls;
    private final Collection<Subscription> subscriptions;
    private final Map<MessageQueue, QueueConsumption> reading = new HashMap<>();
    private boolean running;
    private boolean again;
    private boolean stopped;

    /**
     * Reads nothing yet.
     *
     * @param subscriptions what is read, the group's retry topic included
     */
    Rebalance(GroupShare share, ClientNetwork network, Collection<Subscription> subscriptions) {
        this.share = share;
        this.network = network;
        this.calls = network.calls();
        this.subscriptions = List.copyOf(subscriptions);
    }

    /** Runs a round now, or after the one that is running. */
    void run() {
        again = running;
        if (running || stopped) {
            return;
        }
        running = true;
        round().whenCompleteAsync(
                        (nothing, failure) -> {
                            running = false;
                            if (failure != null) {
                                LOG.warn("a rebalance failed; it is tried again", failure);
                            }
                            if (again) {
                                run();
                            }
                        },
                        share.thread());
    }

    /** Stores the offsets of all queues. */
    CompletableFuture<Void> commit() {
        return CompletableFuture.allOf(
                reading.values().stream().map(QueueConsumption::commit).toArray(CompletableFuture[]::new));
    }

    /** Stops all queues; completed when every message under way is consumed. */
    CompletableFuture<Void> stop() {
        stopped = true;
        return CompletableFuture.allOf(
                reading.values().stream().map(QueueConsumption::stop).toArray(CompletableFuture[]::new));
    }

    /** Addresses of every replica of every topic read. */
    Set<String> addresses() {
        Set<String> addresses = new TreeSet<>();
        for (TopicRouting routing : calls.routes().known()) {
            routing.replicas().values().forEach(addresses::addAll);
        }
        return addresses;
    }

    private CompletableFuture<Void> round() {
        List<CompletableFuture<TopicRouting>> lookups = subscriptions.stream()
                .map(subscription -> calls.route(subscription.topic(), true))
                .toList();
        return settled(lookups)
                .thenCompose(nothing -> network.heartbeat(addresses(), heartbeat()))
                .thenCompose(nothing -> allocateAll(lookups));
    }

    private CompletableFuture<Void> allocateAll(List<CompletableFuture<TopicRouting>> lookups) {
        List<CompletableFuture<Void>> allocations = new ArrayList<>();
        int i = 0;
        for (Subscription subscription : subscriptions) {
            allocations.add(lookups.get(i++).thenCompose(routing -> allocate(subscription, routing)));
        }
        return settled(allocations);
    }

    private CompletableFuture<Void> allocate(Subscription subscription, TopicRouting routing) {
        if (routing.readable().isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        String anyBroker = routing.readable().get(0).brokerName();
        return share.requests()
                .members(routing.topic(), anyBroker)
                .thenAcceptAsync(members -> apply(subscription, routing, members), share.thread());
    }

    private void apply(Subscription subscription, TopicRouting routing, List<String> members) {
        if (stopped || !members.contains(share.options().clientId())) {
            // The broker has not taken the heartbeat in yet; giving all queues up for that would help nobody.
            return;
        }
        List<MessageQueue> mine = AverageAllocation.allocate(
                routing.readable(), members, share.options().clientId());
        List<MessageQueue> lost = reading.keySet().stream()
                .filter(queue -> queue.topic().equals(routing.topic()) && !mine.contains(queue))
                .toList();
        for (MessageQueue queue : lost) {
            QueueConsumption consumption = reading.remove(queue);
            if (consumption != null) {
                consumption.stop();
            }
        }
        List<MessageQueue> gained =
                mine.stream().filter(queue -> !reading.containsKey(queue)).toList();
        gained.forEach(queue -> reading.put(queue, new QueueConsumption(queue, subscription, share)));
        share.queues().set(reading.size());
        gained.forEach(this::start);
        if (!gained.isEmpty() || !lost.isEmpty()) {
            LOG.info(
                    "group {} has {} members, this one reads {}",
                    share.options().group(),
                    members.size(),
                    mine);
        }
    }

    private void start(MessageQueue queue) {
        QueueConsumption consumption = reading.get(queue);
        if (consumption != null) {
            consumption.start();
        }
    }

    private HeartbeatBody heartbeat() {
        ConsumeFromWhere from = share.options().startPosition() == StartPosition.LATEST
                ? ConsumeFromWhere.CONSUME_FROM_LAST_OFFSET
                : ConsumeFromWhere.CONSUME_FROM_FIRST_OFFSET;
        ConsumerData group = new ConsumerData(
                share.options().group(),
                ConsumeType.CONSUME_PASSIVELY,
                MessageModel.CLUSTERING,
                from,
                subscriptions.stream().map(Subscription::body).toList(),
                false);
        return new HeartbeatBody(share.options().clientId(), List.of(), List.of(group), 0, false);
    }

    /** Completed when all are; a failure is logged and does not count, for the next round tries again. */
    private static CompletableFuture<Void> settled(List<? extends CompletableFuture<?>> futures) {
        return CompletableFuture.allOf(futures.stream()
                .map(future -> future.handle((value, failure) -> {
                    if (failure != null) {
                        LOG.debug("a step of a rebalance failed: {}", failure.toString());
                    }
                    return value;
                }))
                .toArray(CompletableFuture[]::new));
    }
}
