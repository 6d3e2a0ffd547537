package io.ringmq.client.request;

import io.ringmq.client.consumer.ConsumeOutcome;
import io.ringmq.client.consumer.MessageListener;
import io.ringmq.client.consumer.ReceivedMessage;
import io.ringmq.client.producer.ReplySender;
import io.ringmq.client.route.ClientException;
import io.ringmq.remoting.message.PropertyNames;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has requests answered, and sends the replies. The thread that answered waits for the reply to arrive, so that no more
 * replies are under way than there are threads. A request is done with whatever becomes of its reply: to serve it again
 * later would be of no use to its requester. Thread-safe.
 */
final class Replies implements MessageListener {
    private static final Logger LOG = LoggerFactory.getLogger(Replies.class);

    /** A requester that does not say how long it waits gets what stock requesters wait by default. */
    private static final long DEFAULT_WAIT_MS = 3_000;

    /** However long a requester waits, its reply is not tried for longer. */
    private static final long LONGEST_WAIT_MS = 10_000;

    private final ReplyListener listener;
    private final ReplySender sender;
    private final LongAdder lost = new LongAdder();

    Replies(ReplyListener listener, ReplySender sender) {
        this.listener = listener;
        this.sender = sender;
    }

    long lost() {
        return lost.sum();
    }

    @Override
    public ConsumeOutcome onMessage(ReceivedMessage request) throws InterruptedException {
        Reply reply = answer(request);
        ReplySender.Addressee requester = requester(request);
        if (reply != null && requester != null) {
            send(request, requester, reply);
        }
        return ConsumeOutcome.CONSUMED;
    }

    private @Nullable Reply answer(ReceivedMessage request) throws InterruptedException {
        try {
            return listener.onRequest(request);
        } catch (InterruptedException e) {
            // The replier is closing; another one may serve the request.
            throw e;
        } catch (Exception e) {
            LOG.warn("{} is not answered: the listener failed", request, e);
            return null;
        }
    }

    private static ReplySender.@Nullable Addressee requester(ReceivedMessage request) {
        String cluster = request.property(PropertyNames.CLUSTER);
        String clientId = request.property(PropertyNames.REPLY_TO_CLIENT);
        String correlationId = request.property(PropertyNames.CORRELATION_ID);
        if (cluster == null || clientId == null || correlationId == null) {
            LOG.debug("nobody waits for an answer to {}", request);
            return null;
        }
        return new ReplySender.Addressee(cluster, clientId, correlationId, waitMs(request));
    }

    private static long waitMs(ReceivedMessage request) {
        String timeToLive = request.property(PropertyNames.TTL);
        if (timeToLive == null) {
            return DEFAULT_WAIT_MS;
        }
        try {
            return Math.max(1, Math.min(LONGEST_WAIT_MS, Long.parseLong(timeToLive)));
        } catch (NumberFormatException e) {
            LOG.debug("{} does not say how long its requester waits", request, e);
            return DEFAULT_WAIT_MS;
        }
    }

    private void send(ReceivedMessage request, ReplySender.Addressee requester, Reply reply) {
        try {
            sender.send(requester, reply.body(), reply.properties()).join();
        } catch (IllegalArgumentException e) {
            lost.increment();
            LOG.warn("the reply to {} can not be sent", request, e);
        } catch (CompletionException e) {
            if (!(e.getCause() instanceof ClientException)) {
                throw e;
            }
            lost.increment();
            LOG.debug("the reply to {} is lost", request, e);
        }
    }
}
