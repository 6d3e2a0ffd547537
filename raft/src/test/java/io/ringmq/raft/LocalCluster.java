package io.ringmq.raft;

import io.ringmq.store.commitlog.CommitLogOptions;
import io.ringmq.store.commitlog.FlushMode;
import io.ringmq.store.disk.Disk;
import io.ringmq.store.disk.MemoryDisk;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Three nodes in this process, over loopback, on disks that outlive them. */
final class LocalCluster implements AutoCloseable {

    static final int NODES = 3;
    static final String GROUP = "ring";
    private static final int SEGMENT_BYTES = 8 << 20;

    /** One process, or what would be one. */
    static final class Member {
        final RaftHost host;
        final RaftGroup group;
        final RecordingApplier applier;

        Member(RaftHost host, RaftGroup group, RecordingApplier applier) {
            this.host = host;
            this.group = group;
            this.applier = applier;
        }

        Outcome propose(String... texts) {
            Outcome outcome = new Outcome();
            group.propose(List.of(texts).stream().map(TextRecord::new).toList(), outcome, Runnable::run);
            return outcome;
        }
    }

    private final List<RaftPeer> peers = new ArrayList<>();
    private final List<Disk> disks = new ArrayList<>();
    private final List<@Nullable Member> members = new ArrayList<>();

    LocalCluster() {
        this(node -> new MemoryDisk());
    }

    LocalCluster(IntFunction<Disk> newDisk) {
        peers.addAll(freePeers());
        for (int node = 0; node < NODES; node++) {
            disks.add(newDisk.apply(node));
            members.add(null);
        }
    }

    private static List<RaftPeer> freePeers() {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int node = 0; node < NODES; node++) {
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
        RaftHost host = RaftHost.start(RaftHostOptions.of(peers.get(node), "127.0.0.1"));
        RaftGroup group;
        try {
            group = host.open(options(GROUP, node), applier);
        } catch (RaftException e) {
            host.close();
            throw e;
        }
        applier.check(group.log());
        Member member = new Member(host, group, applier);
        members.set(node, member);
        return member;
    }

    RaftGroupOptions options(String name, int node) {
        return options(name, disks.get(node));
    }

    RaftGroupOptions options(String name, Disk disk) {
        return new RaftGroupOptions(
                name,
                peers,
                disk,
                CommitLogOptions.defaults()
                        .withSegmentBytes(SEGMENT_BYTES)
                        .withPreallocateBytes(1 << 20)
                        .withFlushMode(FlushMode.ASYNC),
                new RaftTiming(300, 100, 5),
                AccumulatorOptions.defaults());
    }

    List<RaftPeer> peers() {
        return peers;
    }

    Disk disk(int node) {
        return disks.get(node);
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
        List<CompletableFuture<Member>> candidates = new ArrayList<>();
        for (Member member : up()) {
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
