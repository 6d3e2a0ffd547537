package io.ringmq.broker.registration;

import io.ringmq.broker.time.Timer;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.ResponseCode;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When to register with one nameserver. At most one registration is under way; one asked for meanwhile follows it, so
 * the nameserver hears the latest state last.
 */
final class NameserverLink {
    private static final Logger LOG = LoggerFactory.getLogger(NameserverLink.class);
    private static final long INTERVAL_MS = 30_000;
    private static final long SOON_MS = 20;
    private static final long RETRY_MS = 1_000;

    private final String address;
    private final Supplier<CompletableFuture<Command>> register;
    private final Timer timer;
    private Timer.@Nullable Timeout next;
    /** Completes with the registration under way. */
    private CompletableFuture<Void> heard = new CompletableFuture<>();
    /** Completes with the registration after that. */
    private CompletableFuture<Void> following = new CompletableFuture<>();

    private boolean soonScheduled;
    private boolean underWay;
    private boolean again;
    private boolean stopped;
    private boolean failing;

    NameserverLink(String address, Supplier<CompletableFuture<Command>> register, Timer timer) {
        this.address = address;
        this.register = register;
        this.timer = timer;
    }

    /** Registers at once, or right after the registration under way. */
    void registerNow() {
        synchronized (this) {
            if (stopped || underWay) {
                again = true;
                return;
            }
            underWay = true;
            again = false;
            soonScheduled = false;
            heard = following;
            following = new CompletableFuture<>();
            cancelNext();
        }
        register.get().whenComplete(this::answered);
    }

    /**
     * Registers as {@link #registerNow} does.
     *
     * @return completed when that has an answer or failed; at once if the nameserver was down last time
     */
    CompletableFuture<Void> registerAndTell() {
        CompletableFuture<Void> told;
        synchronized (this) {
            told = failing || stopped ? CompletableFuture.completedFuture(null) : following;
        }
        registerNow();
        return told;
    }

    /** Registers within a moment, once for several calls; a nameserver that is down hears with the next attempt. */
    synchronized void registerSoon() {
        if (!soonScheduled && !failing) {
            soonScheduled = true;
            schedule(SOON_MS);
        }
    }

    synchronized void stop() {
        stopped = true;
        cancelNext();
    }

    private void answered(@Nullable Command answer, @Nullable Throwable failure) {
        boolean registered = answer != null && answer.code() == ResponseCode.SUCCESS;
        boolean repeat;
        CompletableFuture<Void> done;
        synchronized (this) {
            done = heard;
            underWay = false;
            repeat = again;
            report(registered, answer, failure);
            if (!repeat && !soonScheduled) {
                schedule(registered ? INTERVAL_MS : RETRY_MS);
            }
        }
        done.complete(null);
        if (repeat) {
            registerNow();
        }
    }

    private void report(boolean registered, @Nullable Command answer, @Nullable Throwable failure) {
        if (registered && failing) {
            LOG.info("registered with nameserver {} again", address);
        } else if (!registered && !failing) {
            LOG.warn(
                    "cannot register with nameserver {}, trying again every second: {}",
                    address,
                    answer == null ? String.valueOf(failure) : answer.code() + " " + answer.remark());
        }
        failing = !registered;
    }

    private void schedule(long delayMs) {
        cancelNext();
        if (!stopped) {
            next = timer.after(delayMs, this::registerNow);
        }
    }

    private void cancelNext() {
        if (next != null) {
            next.cancel();
            next = null;
        }
    }
}
