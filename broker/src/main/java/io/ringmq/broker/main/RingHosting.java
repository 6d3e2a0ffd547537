package io.ringmq.broker.main;

import io.ringmq.broker.config.BrokerConfig;
import io.ringmq.broker.config.RaftSettings;
import io.ringmq.broker.config.RingEndpoint;
import io.ringmq.broker.config.SnapshotSettings;
import io.ringmq.broker.proposal.BrokerIds;
import io.ringmq.broker.ring.Ring;
import io.ringmq.broker.ring.RingRuntime;
import io.ringmq.raft.AccumulatorOptions;
import io.ringmq.raft.LogApplier;
import io.ringmq.raft.RaftGroup;
import io.ringmq.raft.RaftGroupOptions;
import io.ringmq.raft.RaftHost;
import io.ringmq.raft.RaftPeer;
import io.ringmq.raft.RaftStartException;
import io.ringmq.raft.RaftTiming;
import io.ringmq.raft.snapshot.InstallDirectory;
import io.ringmq.raft.snapshot.InstallOptions;
import io.ringmq.raft.snapshot.SnapshotFiles;
import io.ringmq.raft.snapshot.SnapshotOptions;
import io.ringmq.remoting.message.UniqueMessageIds;
import io.ringmq.remoting.transport.EventLoops;
import io.ringmq.remoting.transport.RemotingServer;
import io.ringmq.remoting.transport.ServerOptions;
import io.ringmq.store.commitlog.CommitLogOptions;
import io.ringmq.store.disk.NioDisk;
import io.ringmq.store.state.RocksOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Opens the rings of a node. */
final class RingHosting {
    private static final int IDLE_TIMEOUT_SECONDS = 120;
    private static final int WORKER_QUEUE = 10_000;
    private static final int MAX_REQUEST_BYTES_PER_CONNECTION = 32 << 20;
    private static final long BLOCK_CACHE_BYTES = 32L << 20;

    private final BrokerConfig config;
    private final DataDirectory data;
    private final RaftHost host;
    private final EventLoops loops;
    private final BrokerProcess.Services services;

    RingHosting(
            BrokerConfig config, DataDirectory data, RaftHost host, EventLoops loops, BrokerProcess.Services services) {
        this.config = config;
        this.data = data;
        this.host = host;
        this.loops = loops;
        this.services = services;
    }

    /**
     * Opens a ring and its port, and announces it to the nameservers.
     *
     * @param replaceFiles called when a copy of another replica waits to take the place of the ring's files: the ring is
     *     to be closed and opened again
     */
    HostedRing open(RingEndpoint endpoint, Runnable replaceFiles) throws IOException {
        Closing closing = new Closing();
        try {
            InstallDirectory install = data.install(endpoint.groupName());
            install.complete();
            InstallOptions installing =
                    new InstallOptions(install, config.storage().snapshots().copyBytesPerSecond(), replaceFiles);
            SnapshotFiles snapshots = SnapshotFiles.open(data.snapshots(endpoint.groupName()), endpoint.groupName());
            RingStorage storage = closing.add(new RingStorage(
                    data.state(endpoint.groupName()),
                    new RocksOptions(config.storage().state().memoryBytes(), BLOCK_CACHE_BYTES),
                    snapshots));
            Workers executor =
                    closing.add(new Workers(endpoint.name(), config.network().workerThreads()));
            Path raftFiles = data.raft(endpoint.groupName());
            Ring ring = storage.open(
                    RingSettingsOf.config(config, endpoint),
                    runtime(executor),
                    applier -> openGroup(
                            endpoint.groupName(), raftFiles, applier, snapshotOptions(snapshots, storage, installing)));
            closing.add(ring);
            closing.add(services.maintenance().follow(ring.candidacy()));
            StateFlushing flushing =
                    new StateFlushing(storage::flush, storage::unflushedBytes, services.timer(), executor);
            closing.add(flushing).every(config.storage().state().flushIntervalMs());
            RemotingServer server = closing.add(
                    new RemotingServer(serverOptions(endpoint), ring.handlers(), ring.connectionListener(), loops));
            server.start();
            ring.register();
            return new HostedRing(ring, closing);
        } catch (IOException | RuntimeException e) {
            closing.close();
            throw e;
        }
    }

    /** Puts a complete copy in the place of the files of a ring that is closed. */
    void replaceFiles(RingEndpoint endpoint) throws IOException {
        boolean unused = data.install(endpoint.groupName()).commit(logOptions(config));
    }

    private SnapshotOptions snapshotOptions(SnapshotFiles files, RingStorage storage, InstallOptions install) {
        SnapshotSettings settings = config.storage().snapshots();
        return new SnapshotOptions(
                files, storage, settings.everyBytes(), TimeUnit.MINUTES.toMillis(settings.everyMinutes()), install);
    }

    private RaftGroup openGroup(String name, Path files, LogApplier applier, SnapshotOptions snapshots) {
        RaftSettings raft = config.raft();
        List<RaftPeer> members = config.node().bootstrap().members().stream()
                .map(member -> new RaftPeer(member.host(), member.port()))
                .toList();
        requireDifferentIds(members);
        RaftGroupOptions options = new RaftGroupOptions(
                name,
                members,
                new NioDisk(files),
                logOptions(config),
                new RaftTiming(raft.electionTimeoutMs(), raft.electionJitterMs(), raft.heartbeatsPerElectionTimeout()),
                new AccumulatorOptions(raft.maxBatchesInFlight(), raft.maxBatchBytes(), raft.maxPendingBytes()));
        return config.node().bootstrap().join()
                ? host.join(options, applier, snapshots)
                : host.open(options, applier, snapshots);
    }

    private static void requireDifferentIds(List<RaftPeer> members) {
        for (RaftPeer member : members) {
            BrokerIds.holder(member, members).ifPresent(holder -> {
                throw new RaftStartException(member + " and " + holder + " have the same broker id, "
                        + BrokerIds.of(member) + "; give one of them another Raft port");
            });
        }
    }

    /** How the logs of this node are laid out. */
    static CommitLogOptions logOptions(BrokerConfig config) {
        return CommitLogOptions.defaults()
                .withSegmentBytes(config.storage().segmentBytes())
                .withFlushMode(config.storage().flush());
    }

    private RingRuntime runtime(Workers executor) throws IOException {
        Clock clock = Clock.systemUTC();
        Random random = new Random();
        InetAddress address = InetAddress.getByName(config.network().advertisedAddress());
        return new RingRuntime(
                clock,
                () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()),
                services.timer(),
                executor,
                random,
                new UniqueMessageIds(address, ProcessHandle.current().pid(), clock, random),
                services.space(),
                new RemotingNameservers(config.node().nameservers(), services.remoting()),
                services.remoting()::invoke,
                services.admin());
    }

    private ServerOptions serverOptions(RingEndpoint endpoint) {
        return new ServerOptions(
                config.network().bindAddress(),
                endpoint.port(),
                config.network().maxConnections(),
                MAX_REQUEST_BYTES_PER_CONNECTION,
                config.network().maxRequestBytesInFlight(),
                IDLE_TIMEOUT_SECONDS,
                config.network().workerThreads(),
                WORKER_QUEUE);
    }
}
