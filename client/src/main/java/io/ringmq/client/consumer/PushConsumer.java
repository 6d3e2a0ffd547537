package io.ringmq.client.consumer;

import io.ringmq.client.call.ClientNetwork;
import io.ringmq.remoting.header.UnregisterClientHeader;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.RequestCode;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A member of a group that gets its share of the messages of some topics.
 *
 * <p>Every message is delivered at least once to some member, in no order. A message that its listener does not
 * consume is delivered again after 10 s, 30 s, 1 min and so on, and ends in the group's dead-letter topic. The group's
 * offset in a queue never passes a message that is not done with.
 */
public final class PushConsumer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PushConsumer.class);
    private static final int REBALANCE_SECONDS = 10;
    private static final int COMMIT_SECONDS = 5;
    private static final int CLOSE_TIMEOUT_SECONDS = 10;

    /** Rounds soon after the start, when the retry topic has yet to be made. */
    private static final int[] EARLY_ROUNDS_MS = {1_000, 3_000};

    private final ConsumerOptions options;
    private final ClientNetwork network;
    private final Listeners listeners;
    private final Rebalance rebalance;
    private final AtomicBoolean closed = new AtomicBoolean();

    PushConsumer(
            ConsumerOptions options,
            ClientNetwork network,
            Listeners listeners,
            Rebalance rebalance,
            MembershipNotices notices) {
        this.options = options;
        this.network = network;
        this.listeners = listeners;
        this.rebalance = rebalance;
        notices.react(this::rebalanceSoon);
    }

    /** Starts describing a consumer. */
    public static PushConsumerBuilder builder() {
        return new PushConsumerBuilder();
    }

    /** Joins the group and begins to consume. */
    PushConsumer start() {
        rebalanceSoon();
        for (int delayMs : EARLY_ROUNDS_MS) {
            network.timer().schedule(rebalance::run, delayMs, TimeUnit.MILLISECONDS);
        }
        network.every(REBALANCE_SECONDS, rebalance::run);
        network.every(COMMIT_SECONDS, rebalance::commit);
        return this;
    }

    /** Name of this member in the group. */
    public String clientId() {
        return options.clientId();
    }

    /**
     * Leaves the group: stops reading, waits up to ten seconds for messages under way, stores the offsets and says
     * goodbye. Idempotent.
     */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        CompletableFuture.supplyAsync(rebalance::stop, network.timer())
                .thenCompose(drained -> drained)
                .completeOnTimeout(null, CLOSE_TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .thenComposeAsync(nothing -> rebalance.commit(), network.timer())
                .thenComposeAsync(nothing -> sayGoodbye(), network.timer())
                .completeOnTimeout(null, 2L * CLOSE_TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .exceptionally(failure -> {
                    LOG.warn("group {} was not left in order", options.group(), failure);
                    return null;
                })
                .join();
        listeners.close();
        network.close();
    }

    private CompletableFuture<Void> sayGoodbye() {
        UnregisterClientHeader header = new UnregisterClientHeader(options.clientId(), null, options.group());
        return network.tellAll(rebalance.addresses(), Command.request(RequestCode.UNREGISTER_CLIENT, header));
    }

    private void rebalanceSoon() {
        try {
            network.timer().execute(rebalance::run);
        } catch (RejectedExecutionException e) {
            LOG.debug("no rebalance: the consumer is closed");
        }
    }
}
