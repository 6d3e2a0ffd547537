package io.ringmq.broker.transaction;

import io.ringmq.broker.time.Timer;
import io.ringmq.remoting.header.LeaderFields;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.CommandException;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.Connection;
import io.ringmq.remoting.transport.RequestHandler;
import io.ringmq.remoting.transport.Responder;
import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what stock producers say of their transactions for a while, if nobody can take it just now: they say it once, and
 * ask for no answer. What is dropped nevertheless is asked for later. Thread-safe.
 */
final class LateEnds implements RequestHandler {
    /** How many may wait at once; what comes beyond them is tried once. */
    static final int MAX_WAITING = 10_000;

    static final long PATIENCE_MS = 5_000;
    static final long RETRY_MS = 50;

    private static final Logger LOG = LoggerFactory.getLogger(LateEnds.class);

    private final RequestHandler relaying;
    private final Time time;
    private final AtomicInteger waiting = new AtomicInteger();

    /**
     * When to give up, and when to try again.
     *
     * @param executor runs the attempts; must not reject
     */
    record Time(Clock clock, Timer timer, Executor executor) {}

    /** @param relaying serves what it can here, and passes on the rest */
    LateEnds(RequestHandler relaying, Time time) {
        this.relaying = relaying;
        this.time = time;
    }

    @Override
    public void handle(Command request, Responder responder) {
        if (!request.isOneway() || waiting.get() >= MAX_WAITING) {
            relaying.handle(request, responder);
            return;
        }
        waiting.incrementAndGet();
        new Waiting(request.answered(), responder.connection(), time.clock.millis() + PATIENCE_MS).run();
    }

    /** Hears the answer in place of the producer. */
    private final class Waiting implements Runnable, Responder {
        private final Command request;
        private final Connection connection;
        private final long deadlineMs;

        Waiting(Command request, Connection connection, long deadlineMs) {
            this.request = request;
            this.connection = connection;
            this.deadlineMs = deadlineMs;
        }

        @Override
        public void run() {
            try {
                relaying.handle(request, this);
            } catch (CommandException e) {
                reply(request.reply(e.responseCode(), e.getMessage()));
            }
        }

        @Override
        public Connection connection() {
            return connection;
        }

        @Override
        public void reply(Command answer) {
            boolean closed = answer.fields().containsKey(LeaderFields.WRITES_CLOSED);
            if (answer.code() == ResponseCode.SERVICE_NOT_AVAILABLE && !closed && time.clock.millis() < deadlineMs) {
                Timer.Timeout unused = time.timer.after(RETRY_MS, () -> time.executor.execute(this));
                return;
            }
            waiting.decrementAndGet();
            if (answer.code() != ResponseCode.SUCCESS) {
                LOG.warn(
                        "the end of a transaction is not taken from {}: {}",
                        connection.remoteAddress(),
                        answer.remark());
            }
        }
    }
}
