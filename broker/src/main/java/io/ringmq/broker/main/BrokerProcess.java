package io.ringmq.broker.main;

import io.ringmq.broker.admin.AdminAccess;
import io.ringmq.broker.admin.AdminNode;
import io.ringmq.broker.config.BrokerConfig;
import io.ringmq.broker.config.Member;
import io.ringmq.broker.config.RingEndpoint;
import io.ringmq.broker.retention.Retention;
import io.ringmq.broker.scrub.Scrubber;
import io.ringmq.broker.time.ScheduledTimer;
import io.ringmq.raft.Guards;
import io.ringmq.raft.RaftException;
import io.ringmq.raft.RaftHost;
import io.ringmq.raft.RaftHostOptions;
import io.ringmq.raft.RaftPeer;
import io.ringmq.remoting.admin.AdminKey;
import io.ringmq.remoting.transport.ClientOptions;
import io.ringmq.remoting.transport.Connection;
import io.ringmq.remoting.transport.ConnectionListener;
import io.ringmq.remoting.transport.EventLoops;
import io.ringmq.remoting.transport.HandlerTable;
import io.ringmq.remoting.transport.RemotingClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running broker: one Raft server, one set of network threads, and the rings of this node. */
final class BrokerProcess implements AutoCloseable {
    private static final long WATCH_INTERVAL_MS = 1_000;
    private static final long RETENTION_INTERVAL_MS = 10_000;
    private static final long SCRUB_BYTES_PER_SECOND = 8L << 20;
    private static final long SCRUB_DELAY_MS = 600_000;
    private static final long SCRUB_AFTER_DAMAGE_MS = 1_000;
    private static final Logger LOG = LoggerFactory.getLogger(BrokerProcess.class);

    private final BrokerConfig config;
    private final Consumer<Throwable> onFailure;
    private final Closing closing = new Closing();
    private final List<RingSlot> rings = new CopyOnWriteArrayList<>();

    private BrokerProcess(BrokerConfig config, Consumer<Throwable> onFailure) {
        this.config = config;
        this.onFailure = onFailure;
    }

    /**
     * Starts everything; the rings listen when this returns, their leaders are elected later.
     *
     * @param onFailure called once when a ring has failed for good
     * @throws IOException if the data directory, an address or the Raft files can not be used
     */
    static BrokerProcess start(BrokerConfig config, Consumer<Throwable> onFailure) throws IOException {
        BrokerProcess process = new BrokerProcess(config, onFailure);
        try {
            process.open();
            return process;
        } catch (RaftException e) {
            process.close();
            throw new IOException(e.getMessage(), e);
        } catch (IOException | RuntimeException e) {
            process.close();
            throw e;
        }
    }

    private void open() throws IOException {
        DataDirectory data = closing.add(DataDirectory.lock(config.node().dataDir()));
        data.claim(config.node().clusterName(), config.node().nodeId());
        DiskSpace space = new DiskSpace(
                data::usage,
                config.storage().minFreeDiskBytes(),
                config.storage().retention().ratios().warningPercent());
        space.check();
        Maintenance maintenance = data.maintenance(Clock.systemUTC());
        ScheduledTimer timer = closing.add(new ScheduledTimer("broker-timer"));
        Workers executor = closing.add(new Workers("upkeep", 1));
        Scrubber scrubber = new Scrubber(
                () -> rings.stream().flatMap(RingSlot::scrubbed).toList(),
                SCRUB_BYTES_PER_SECOND,
                new Scrubber.Time(Clock.systemUTC(), timer, executor));
        AdminAccess admin = admin(new ThisNode(Clock.systemUTC().instant(), space, maintenance, scrubber));
        EventLoops loops =
                closing.add(new EventLoops("client-io", config.network().ioThreads()));
        RemotingClient remoting = closing.add(
                new RemotingClient(ClientOptions.defaults(), HandlerTable.EMPTY, loops, new NameserverConnections()));
        Member self = config.node().self();
        RaftHost host = closing.add(RaftHost.start(RaftHostOptions.of(
                        new RaftPeer(self.host(), self.port()), config.network().bindAddress())
                .withGuards(Guards.defaults().withUnfit(space::closedBecause).withBootId(BootId.read()))));
        RingHosting hosting =
                new RingHosting(config, data, host, loops, new Services(timer, remoting, space, maintenance, admin));
        for (RingEndpoint endpoint : config.node().rings()) {
            RingSlot slot = closing.add(new RingSlot(hosting, endpoint));
            slot.open();
            rings.add(slot);
        }
        retain(data, timer, executor);
        scrub(scrubber);
        watch(timer, space);
    }

    /** Deletes what is too old or too much, until the process ends. */
    private void retain(DataDirectory data, ScheduledTimer timer, Workers executor) {
        Retention retention = new Retention(
                config.storage().retention(),
                data::usage,
                new Retention.Time(Clock.system(ZoneId.systemDefault()), timer, executor),
                () -> rings.stream().flatMap(RingSlot::retained).toList());
        closing.add(retention).every(RETENTION_INTERVAL_MS);
    }

    /** Reads the logs once a day to learn of damage. */
    private void scrub(Scrubber scrubber) {
        // Damage that a start has met seldom comes alone.
        boolean wasDamaged = rings.stream()
                .flatMap(RingSlot::scrubbed)
                .anyMatch(scrubbed -> scrubbed.log().mendings() > 0);
        closing.add(scrubber).startAfter(wasDamaged ? SCRUB_AFTER_DAMAGE_MS : SCRUB_DELAY_MS);
    }

    private @Nullable AdminAccess admin(AdminNode node) throws IOException {
        Path file = config.adminKeyFile().orElse(null);
        if (file == null) {
            LOG.info("no adminKeyFile is set: raft-admin can not be used with this node");
            return null;
        }
        return new AdminAccess(AdminKey.read(file), node);
    }

    /** Looks after disk space and failed rings; the timer drops the task when it is closed. */
    private void watch(ScheduledTimer timer, DiskSpace space) {
        space.check();
        for (RingSlot ring : rings) {
            ring.failure().ifPresent(onFailure);
        }
        var unused = timer.after(WATCH_INTERVAL_MS, () -> watch(timer, space));
    }

    /** What the rings share. */
    record Services(
            ScheduledTimer timer,
            RemotingClient remoting,
            DiskSpace space,
            Maintenance maintenance,
            @Nullable AdminAccess admin) {}

    /** What operators see and change of this node. */
    private record ThisNode(Instant startedAt, DiskSpace space, Maintenance maintenance, Scrubber scrubber)
            implements AdminNode {
        @Override
        public Scrubber.Findings scrubbed() {
            return scrubber.findings();
        }

        @Override
        public long freeDiskBytes() {
            return space.freeBytes();
        }

        @Override
        public boolean isInMaintenance() {
            return maintenance.isOn();
        }

        @Override
        public void maintain(boolean on) throws IOException {
            maintenance.set(on);
        }
    }

    /** A nameserver forgets whoever registered over a connection when it closes. */
    private final class NameserverConnections implements ConnectionListener {
        @Override
        public void opened(Connection connection) {}

        @Override
        public void closed(Connection connection) {
            rings.forEach(RingSlot::nameserverConnectionLost);
        }
    }

    /** Hands leaderships over, says goodbye to the nameservers and closes everything. Idempotent. */
    @Override
    public void close() {
        closing.close();
    }
}
