package io.ringmq.remoting.transport;

import io.netty.util.concurrent.DefaultThreadFactory;
import io.ringmq.remoting.body.MalformedBodyException;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.CommandException;
import io.ringmq.remoting.protocol.ResponseCode;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands requests to their handlers, on the calling event loop or on a bounded pool of workers. */
final class Dispatcher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    private static final int IDLE_WORKER_SECONDS = 60;

    private final HandlerTable handlers;
    private final ThreadPoolExecutor workers;

    Dispatcher(HandlerTable handlers, String workerName, int workerThreads, int workerQueueCapacity) {
        this.handlers = handlers;
        workers = new ThreadPoolExecutor(
                workerThreads,
                workerThreads,
                IDLE_WORKER_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(workerQueueCapacity),
                new DefaultThreadFactory(workerName, true));
        workers.allowCoreThreadTimeOut(true);
    }

    /** The worker pool; throws RejectedExecutionException when its queue is full. */
    Executor workers() {
        return workers;
    }

    void dispatch(PendingReply reply) {
        Command request = reply.request();
        HandlerTable.Entry entry = handlers.find(request.code());
        if (entry == null) {
            refuse(
                    reply,
                    ResponseCode.REQUEST_CODE_NOT_SUPPORTED,
                    " request type " + request.code() + " not supported");
        } else if (entry.onWorker()) {
            dispatchToWorker(entry.handler(), reply);
        } else {
            handle(entry.handler(), reply);
        }
    }

    private void dispatchToWorker(RequestHandler handler, PendingReply reply) {
        try {
            workers.execute(() -> handle(handler, reply));
        } catch (RejectedExecutionException e) {
            LOG.debug("No worker for request code {}", reply.request().code(), e);
            refuse(reply, ResponseCode.SYSTEM_BUSY, "[OVERLOAD]system busy, start flow control for a while");
        }
    }

    private static void handle(RequestHandler handler, PendingReply reply) {
        Command request = reply.request();
        try {
            handler.handle(request, reply);
            reply.handlerReturned();
        } catch (CommandException e) {
            refuse(reply, e.responseCode(), e.getMessage());
        } catch (MalformedBodyException e) {
            // A body that is not what the request says is the client's mistake, not a failure of the server.
            refuse(reply, ResponseCode.INVALID_PARAMETER, e.getMessage());
        } catch (RuntimeException e) {
            LOG.error(
                    "Request code {} from {} failed",
                    request.code(),
                    reply.connection().remoteAddress(),
                    e);
            refuse(
                    reply,
                    ResponseCode.SYSTEM_ERROR,
                    "internal error while handling request code " + request.code()
                            + ", the server's log has the details");
        }
    }

    private static void refuse(PendingReply reply, int responseCode, @Nullable String remark) {
        boolean first = reply.replyFirst(reply.request().reply(responseCode, remark));
        reply.handlerReturned();
        if (!first) {
            LOG.warn(
                    "Request code {} was answered before its handler failed: {}",
                    reply.request().code(),
                    remark);
        }
    }

    @Override
    public void close() {
        workers.shutdown();
    }
}
