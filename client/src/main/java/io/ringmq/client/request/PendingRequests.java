package io.ringmq.client.request;

import io.ringmq.client.compression.CompressedBody;
import io.ringmq.remoting.header.ReplyMessageHeader;
import io.ringmq.remoting.message.MalformedMessageException;
import io.ringmq.remoting.message.MessageProperties;
import io.ringmq.remoting.message.PropertyNames;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.RequestHandler;
import io.ringmq.remoting.transport.Responder;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The requests whose replies have not come. Serves 326, PUSH_REPLY_MESSAGE_TO_CLIENT: gives each reply to the request of
 * its correlation id. One that nobody waits for, because it is late or a second one, is dropped and counted; the replier
 * hears of success, for it can do nothing about it. Thread-safe.
 */
final class PendingRequests implements RequestHandler {
    private static final Logger LOG = LoggerFactory.getLogger(PendingRequests.class);
    private static final int MAX_BODY_BYTES = 64 << 20;

    private final Map<String, CompletableFuture<Reply>> pending = new ConcurrentHashMap<>();
    private final LongAdder dropped = new LongAdder();
    private final int max;
    private final Semaphore places;
    private volatile boolean closed;

    /** @param max requests that wait at the same time */
    PendingRequests(int max) {
        this.max = max;
        this.places = new Semaphore(max);
    }

    /** Begins to wait for a reply; the result fails with a {@link RequestException} or with what {@link #fail} is given. */
    CompletableFuture<Reply> open(String correlationId, Duration timeout) {
        if (!places.tryAcquire()) {
            return CompletableFuture.failedFuture(new RequestException(
                    RequestException.Reason.TOO_MANY,
                    max + " requests wait for replies already; wait for some of them, or allow more with maxPending",
                    null));
        }
        CompletableFuture<Reply> reply = new CompletableFuture<>();
        pending.put(correlationId, reply);
        CompletableFuture<Reply> result = reply.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((answer, failure) -> end(correlationId))
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(explained(failure, timeout)));
        if (closed) {
            fail(correlationId, closedFailure());
        }
        return result;
    }

    /** Ends the wait for a reply that will not come. */
    void fail(String correlationId, Throwable cause) {
        CompletableFuture<Reply> reply = pending.get(correlationId);
        if (reply != null) {
            reply.completeExceptionally(cause);
        }
    }

    @Override
    public void handle(Command request, Responder responder) {
        ReplyMessageHeader header = ReplyMessageHeader.parse(request);
        String correlationId = MessageProperties.find(header.properties(), PropertyNames.CORRELATION_ID);
        CompletableFuture<Reply> waiting = correlationId == null ? null : pending.get(correlationId);
        responder.reply(request.reply(ResponseCode.SUCCESS, null));
        if (waiting == null) {
            dropped.increment();
            LOG.debug("reply to {} dropped: nobody waits for it", correlationId);
            return;
        }
        try {
            ByteBuffer body = CompressedBody.plain(header.send().sysFlag(), request.body(), MAX_BODY_BYTES);
            waiting.complete(new Reply(body, MessageProperties.parse(header.properties())));
        } catch (MalformedMessageException e) {
            waiting.completeExceptionally(new RequestException(
                    RequestException.Reason.UNREADABLE, "the reply can not be read: " + e.getMessage(), e));
        }
    }

    /** Replies so far that nobody waited for. */
    long dropped() {
        return dropped.sum();
    }

    /** Fails all that wait, and all that come. */
    void close() {
        closed = true;
        List.copyOf(pending.values()).forEach(reply -> reply.completeExceptionally(closedFailure()));
    }

    private void end(String correlationId) {
        pending.remove(correlationId);
        places.release();
    }

    private static RequestException closedFailure() {
        return new RequestException(RequestException.Reason.CLOSED, "the requester is closed; make a new one", null);
    }

    private static Throwable explained(Throwable failure, Duration timeout) {
        Throwable cause = failure instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : failure;
        return cause instanceof TimeoutException
                ? new RequestException(
                        RequestException.Reason.TIMED_OUT,
                        "no reply came within " + timeout.toMillis() + " ms; it may have been served all the same",
                        cause)
                : cause;
    }
}
