package io.ringmq.client.call;

import io.ringmq.client.route.Routes;
import io.ringmq.client.route.TopicRouting;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.RemotingClient;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** Sends requests to leaders and tries again where that can help. Thread-safe. */
public final class LeaderCalls {
    /** Codes that say nothing but "not here" or "not now". */
    public static final Set<Integer> UNAVAILABLE =
            Set.of(ResponseCode.SERVICE_NOT_AVAILABLE, ResponseCode.SYSTEM_BUSY, ResponseCode.GO_AWAY);

    private final RemotingClient client;
    private final Routes routes;
    private final ScheduledExecutorService timer;
    private final LongSupplier nowMs;
    private final DoubleSupplier random;

    /**
     * Makes calls over a client.
     *
     * @param timer waits between rounds
     * @param nowMs milliseconds of a clock that does not go back
     * @param random 0 up to, not including, 1; spreads waits
     */
    public LeaderCalls(
            RemotingClient client,
            Routes routes,
            ScheduledExecutorService timer,
            LongSupplier nowMs,
            DoubleSupplier random) {
        this.client = client;
        this.routes = routes;
        this.timer = timer;
        this.nowMs = nowMs;
        this.random = random;
    }

    public Routes routes() {
        return routes;
    }

    /** Asks the leader of one ring; as {@link #call(CallLimits, Function, Target.Source)}. */
    public CompletableFuture<Command> call(CallLimits limits, String topic, Target target) {
        return call(limits, anew -> route(topic, anew), (routing, avoided) -> target);
    }

    /**
     * Asks until an answer is final.
     *
     * @param routing gives the route, asking nameservers anew if told to
     * @return the first answer that is not worth a retry, or the last one when time or attempts are up; fails with a
     *     {@link io.ringmq.client.route.ClientException} if there is no answer by then
     */
    public CompletableFuture<Command> call(
            CallLimits limits, Function<Boolean, CompletableFuture<TopicRouting>> routing, Target.Source source) {
        LeaderCall call = new LeaderCall(this, limits, routing, source, nowMs());
        call.start();
        return call.result();
    }

    /**
     * The route of a topic.
     *
     * @param anew true to ask nameservers; if that fails, the route known before is better than none
     */
    public CompletableFuture<TopicRouting> route(String topic, boolean anew) {
        return anew ? routes.refresh(topic).exceptionallyCompose(failure -> routes.get(topic)) : routes.get(topic);
    }

    RemotingClient client() {
        return client;
    }

    /** Milliseconds of the clock that deadlines are measured by. */
    public long nowMs() {
        return nowMs.getAsLong();
    }

    void afterBackoff(int round, Runnable next) {
        timer.schedule(next, Backoff.waitMs(round, random.getAsDouble()), TimeUnit.MILLISECONDS);
    }
}
