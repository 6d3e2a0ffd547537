package io.ringmq.raft;

import io.ringmq.raft.snapshot.InstallDirectory;
import io.ringmq.raft.snapshot.InstallOptions;
import io.ringmq.raft.snapshot.SnapshotFiles;
import io.ringmq.raft.snapshot.SnapshotOptions;
import io.ringmq.store.commitlog.CommitLogOptions;
import io.ringmq.store.commitlog.FlushMode;
import io.ringmq.store.disk.Disk;
import io.ringmq.store.disk.MemoryDisk;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Three nodes in this process, and up to two that can be added, over loopback, on disks that outlive them. */
final class LocalCluster implements AutoCloseable {

    static final int NODES = 3;
    /** First of the nodes that wait to be added. */
    static final int JOINER = NODES;

    private static final int ALL_NODES = NODES + 2;
    static final String GROUP = "ring";
    private static final int SEGMENT_BYTES = 8 << 20;

    /** One process, or what would be one. */
    static final class Member {
        final RaftHost host;
        final RaftGroup group;
        final RecordingApplier applier;
        private final AtomicReference<@Nullable InstallDirectory> installed;

        Member(
                RaftHost host,
                RaftGroup group,
                RecordingApplier applier,
                AtomicReference<@Nullable InstallDirectory> installed) {
            this.host = host;
            this.group = group;
            this.applier = applier;
            this.installed = installed;
        }

        /** Where a copy waits to take the place of this member's files, once it does. */
        @Nullable
        InstallDirectory installed() {
            return installed.get();
        }

        Outcome propose(String... texts) {
            Outcome outcome = new Outcome();
            group.propose(List.of(texts).stream().map(TextRecord::new).toList(), outcome, Runnable::run);
            return outcome;
        }
    }

    /** For tests in which no leader may change by itself, however busy the machine is. */
    static final RaftTiming PATIENT = new RaftTiming(2_000, 400, 10);

    private final RaftTiming timing;
    private final List<RaftPeer> peers = new ArrayList<>();
    private final List<Disk> disks = new ArrayList<>();
    private final List<@Nullable Member> members = new ArrayList<>();
    private @Nullable Path snapshotRoot;
    private long snapshotEveryBytes = Long.MAX_VALUE;
    private long copyBytesPerSecond;
    private IntFunction<Guards> guards = node -> Guards.defaults().withBootId("the only boot");

    LocalCluster() {
        this(node -> new MemoryDisk());
    }

    LocalCluster(RaftTiming timing) {
        this(node -> new MemoryDisk(), timing);
    }

    LocalCluster(IntFunction<Disk> newDisk) {
        this(newDisk, new RaftTiming(300, 100, 5));
    }

    private LocalCluster(IntFunction<Disk> newDisk, RaftTiming timing) {
        this.timing = timing;
        peers.addAll(freePeers());
        for (int node = 0; node < ALL_NODES; node++) {
            disks.add(newDisk.apply(node));
            members.add(null);
        }
    }

    private static List<RaftPeer> freePeers() {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int node = 0; node < ALL_NODES; node++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            List<RaftPeer> free = sockets.stream()
                    .map(socket -> new RaftPeer("127.0.0.1", socket.getLocalPort()))
                    .toList();
            for (ServerSocket socket : sockets) {
                socket.close();
            }
            return free;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Lets the nodes take snapshots, below this directory. */
    LocalCluster withSnapshots(Path root, long everyBytes) {
        snapshotRoot = root;
        snapshotEveryBytes = everyBytes;
        return this;
    }

    /** Lets the nodes replace their files by copies, made at this rate. */
    LocalCluster withInstall(long bytesPerSecond) {
        copyBytesPerSecond = bytesPerSecond;
        return this;
    }

    /** Gives the nodes guards of their own. */
    LocalCluster withGuards(IntFunction<Guards> ofNode) {
        guards = ofNode;
        return this;
    }

    LocalCluster startAll() {
        for (int node = 0; node < NODES; node++) {
            start(node);
        }
        return this;
    }

    Member start(int node) {
        return start(node, new RecordingApplier(0));
    }

    Member start(int node, RecordingApplier applier) {
        RaftHost host =
                RaftHost.start(RaftHostOptions.of(peers.get(node), "127.0.0.1").withGuards(guards.apply(node)));
        RaftGroup group;
        AtomicReference<@Nullable InstallDirectory> installed = new AtomicReference<>();
        try {
            group = open(host, node, applier, installed);
        } catch (RaftException e) {
            host.close();
            throw e;
        }
        applier.check(group.log());
        Member member = new Member(host, group, applier, installed);
        members.set(node, member);
        return member;
    }

    private RaftGroup open(
            RaftHost host, int node, RecordingApplier applier, AtomicReference<@Nullable InstallDirectory> installed) {
        boolean joins = node >= NODES;
        RaftGroupOptions options =
                joins ? options(GROUP, List.of(peers.get(0), peers.get(node)), disks.get(node)) : options(GROUP, node);
        if (snapshotRoot == null) {
            return joins ? host.join(options, applier) : host.open(options, applier);
        }
        createDirectory(snapshotRoot.resolve("node" + node).resolve("raft"));
        InstallDirectory directory = new InstallDirectory(snapshotRoot.resolve("node" + node), GROUP);
        InstallOptions install = copyBytesPerSecond == 0
                ? null
                : new InstallOptions(directory, copyBytesPerSecond, () -> installed.set(directory));
        SnapshotOptions snapshots =
                new SnapshotOptions(snapshotFiles(node), applier, snapshotEveryBytes, Long.MAX_VALUE / 2, install);
        return joins ? host.join(options, applier, snapshots) : host.open(options, applier, snapshots);
    }

    private static void createDirectory(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    SnapshotFiles snapshotFiles(int node) {
        try {
            return SnapshotFiles.open(
                    Objects.requireNonNull(snapshotRoot).resolve("node" + node).resolve("snapshots"), GROUP);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    RaftGroupOptions options(String name, int node) {
        return options(name, disks.get(node));
    }

    RaftGroupOptions options(String name, Disk disk) {
        return options(name, peers(), disk);
    }

    private RaftGroupOptions options(String name, List<RaftPeer> members, Disk disk) {
        return new RaftGroupOptions(
                name,
                members,
                disk,
                CommitLogOptions.defaults()
                        .withSegmentBytes(SEGMENT_BYTES)
                        .withPreallocateBytes(1 << 20)
                        .withFlushMode(FlushMode.ASYNC),
                timing,
                AccumulatorOptions.defaults());
    }

    /** The members of the beginning. */
    List<RaftPeer> peers() {
        return peers.subList(0, NODES);
    }

    Disk disk(int node) {
        return disks.get(node);
    }

    /** Puts a new disk into a node that is down. */
    void wipe(int node) {
        disks.set(node, new MemoryDisk());
    }

    Member member(int node) {
        Member member = members.get(node);
        if (member == null) {
            throw new AssertionError("node " + node + " is down");
        }
        return member;
    }

    List<Member> up() {
        List<Member> up = new ArrayList<>();
        for (Member member : members) {
            if (member != null) {
                up.add(member);
            }
        }
        return up;
    }

    /** Waits for a leader among the nodes that are up. */
    Member leader() {
        return leaderAmong(up());
    }

    /** Waits for one of them to lead. */
    Member leaderAmong(List<Member> some) {
        List<CompletableFuture<Member>> candidates = new ArrayList<>();
        for (Member member : some) {
            candidates.add(CompletableFuture.supplyAsync(() -> {
                member.applier.awaitLeading();
                return member;
            }));
        }
        return (Member) CompletableFuture.anyOf(candidates.toArray(new CompletableFuture<?>[0]))
                .orTimeout(RecordingApplier.PATIENCE_S, TimeUnit.SECONDS)
                .join();
    }

    int nodeOf(Member member) {
        return members.indexOf(member);
    }

    List<Member> followers(Member leader) {
        return up().stream().filter(member -> member != leader).toList();
    }

    void kill(Member member) {
        members.set(nodeOf(member), null);
        member.host.kill();
    }

    void stop(Member member) {
        members.set(nodeOf(member), null);
        member.host.close();
    }

    @Override
    public void close() {
        up().forEach(this::kill);
    }
}
