package io.ringmq.namesrv.main;

import io.ringmq.namesrv.handler.NameserverHandlers;
import io.ringmq.namesrv.kv.KvFile;
import io.ringmq.namesrv.kv.KvStore;
import io.ringmq.namesrv.route.LiveRoutes;
import io.ringmq.namesrv.route.RouteTable;
import io.ringmq.remoting.transport.Connection;
import io.ringmq.remoting.transport.ConnectionListener;
import io.ringmq.remoting.transport.EventLoops;
import io.ringmq.remoting.transport.RemotingServer;
import io.ringmq.remoting.transport.ServerOptions;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** One nameserver: the wiring of its parts, its start and its stop. */
public final class Nameserver implements AutoCloseable {
    private static final int EVENT_LOOPS = 2;
    private static final int SCAN_INTERVAL_SECONDS = 10;

    private final LiveRoutes routes;
    private final EventLoops loops;
    private final RemotingServer server;
    private final ScheduledExecutorService scanner;
    private final CountDownLatch closed = new CountDownLatch(1);

    /**
     * Makes a nameserver that is not listening yet.
     *
     * @param nowMs milliseconds of a clock that does not go back
     * @throws IOException if the key-value settings can not be read
     */
    public Nameserver(NameserverConfig config, LongSupplier nowMs) throws IOException {
        KvStore settings = KvStore.open(new KvFile(config.dataDir().resolve("kv-config.json")));
        routes = new LiveRoutes(nowMs);
        loops = new EventLoops("namesrv", EVENT_LOOPS);
        server = new RemotingServer(
                ServerOptions.defaults(config.bindAddress(), config.listenPort()),
                NameserverHandlers.table(routes, settings, config.toMap()),
                new EndOfBrokers(routes),
                loops);
        scanner = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "namesrv-scan");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Starts listening and looking for silent brokers.
     *
     * @return the port listened on
     */
    public int start() {
        int port = server.start();
        scanner.scheduleWithFixedDelay(
                () -> routes.apply(RouteTable::scan), SCAN_INTERVAL_SECONDS, SCAN_INTERVAL_SECONDS, TimeUnit.SECONDS);
        return port;
    }

    /** Waits until somebody else has closed the nameserver. */
    public void awaitClosed() throws InterruptedException {
        closed.await();
    }

    /** Stops listening and closes every connection. Idempotent. */
    @Override
    public void close() {
        scanner.shutdownNow();
        server.close();
        loops.close();
        closed.countDown();
    }

    /** Tells the table of connections that ended. */
    private record EndOfBrokers(LiveRoutes routes) implements ConnectionListener {
        @Override
        public void opened(Connection connection) {}

        @Override
        public void closed(Connection connection) {
            routes.apply((table, nowMs) -> table.connectionClosed(connection.id(), nowMs));
        }
    }
}
