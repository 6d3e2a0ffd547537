package io.ringmq.client.call;

import io.ringmq.client.route.Nameservers;
import io.ringmq.client.route.Routes;
import io.ringmq.remoting.body.HeartbeatBody;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.RequestCode;
import io.ringmq.remoting.transport.ClientOptions;
import io.ringmq.remoting.transport.EventLoops;
import io.ringmq.remoting.transport.HandlerTable;
import io.ringmq.remoting.transport.RemotingClient;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one producer or consumer needs to talk to a cluster: I/O thread, timer thread, connections and routes. */
public final class ClientNetwork implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ClientNetwork.class);
    private static final int ROUTE_REFRESH_SECONDS = 30;
    private static final int HEARTBEAT_TIMEOUT_MS = 3_000;

    private final EventLoops loops;
    private final RemotingClient client;
    private final ScheduledExecutorService timer;
    private final LeaderCalls calls;

    /**
     * Opens no connection yet.
     *
     * @param name prefix of the thread names
     * @param nameservers {@code host:port} of each
     * @param handlers serve what brokers ask of this client
     * @param nowMs milliseconds of a clock that does not go back
     * @param random 0 up to, not including, 1; spreads waits
     */
    public ClientNetwork(
            String name, List<String> nameservers, HandlerTable handlers, LongSupplier nowMs, DoubleSupplier random) {
        loops = new EventLoops(name, 1);
        client = new RemotingClient(ClientOptions.defaults(), handlers, loops);
        timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, name + "-timer");
            thread.setDaemon(true);
            return thread;
        });
        Routes routes = new Routes(new Nameservers(nameservers, client)::lookUp);
        calls = new LeaderCalls(client, routes, timer, nowMs, random);
        every(ROUTE_REFRESH_SECONDS, routes::refreshAll);
    }

    public LeaderCalls calls() {
        return calls;
    }

    /** Sends a request that gets no answer. */
    public void sendOneway(String address, Command request) {
        client.sendOneway(address, request);
    }

    /** The thread that sends and receives; tasks must not block. */
    public Executor ioThread() {
        return loops.next();
    }

    /** The one thread that waits are measured on; tasks must not block. */
    public ScheduledExecutorService timer() {
        return timer;
    }

    /** Runs a task on the timer thread again and again; a failure is logged and does not end it. */
    public void every(int seconds, Runnable task) {
        timer.scheduleWithFixedDelay(
                () -> {
                    try {
                        task.run();
                    } catch (RuntimeException e) {
                        LOG.warn("a periodic task failed; it runs again in {} s", seconds, e);
                    }
                },
                seconds,
                seconds,
                TimeUnit.SECONDS);
    }

    /**
     * Tells brokers that this client lives.
     *
     * @return completed when each has answered or failed; never fails
     */
    public CompletableFuture<Void> heartbeat(Collection<String> addresses, HeartbeatBody body) {
        Command request = Command.request(RequestCode.HEART_BEAT, Map.of()).withBody(body.encode());
        return tellAll(addresses, request);
    }

    /** Sends a request to each address; completed when each has answered or failed, and never fails. */
    public CompletableFuture<Void> tellAll(Collection<String> addresses, Command request) {
        return CompletableFuture.allOf(addresses.stream()
                .map(address -> client.invoke(address, request, HEARTBEAT_TIMEOUT_MS)
                        .handle((answer, failure) -> {
                            if (failure != null) {
                                LOG.debug(
                                        "{} did not answer request {}: {}",
                                        address,
                                        request.code(),
                                        failure.toString());
                            }
                            return answer;
                        }))
                .toArray(CompletableFuture[]::new));
    }

    /** Closes every connection and ends the threads; pending calls fail. */
    @Override
    public void close() {
        timer.shutdownNow();
        client.close();
        loops.close();
    }
}
