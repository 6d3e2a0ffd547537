package io.ringmq.raft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.store.commitlog.CommitLogOptions;
import io.ringmq.store.disk.MemoryDisk;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SingleMemberTest {

    private static final int SEGMENT_BYTES = 1 << 16;

    private final MemoryDisk disk = new MemoryDisk();
    private final RaftPeer self = freePeer();

    private static RaftPeer freePeer() {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new RaftPeer("127.0.0.1", free.getLocalPort());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private RaftGroup open(RaftHost host, RecordingApplier applier) {
        RaftGroupOptions options = new RaftGroupOptions(
                "alone",
                List.of(self),
                disk,
                CommitLogOptions.defaults().withSegmentBytes(SEGMENT_BYTES).withPreallocateBytes(1 << 12),
                RaftTiming.defaults(),
                AccumulatorOptions.defaults());
        RaftGroup group = host.open(options, applier);
        applier.awaitLeading();
        return group;
    }

    private static Outcome propose(RaftGroup group, String text) {
        Outcome outcome = new Outcome();
        group.propose(List.of(new TextRecord(text)), outcome, Runnable::run);
        return outcome;
    }

    @Test
    void restartsFromAnyAppliedIndexOfItsLog() {
        RecordingApplier first = new RecordingApplier(0);
        try (RaftHost host = RaftHost.start(RaftHostOptions.of(self, "127.0.0.1"))) {
            RaftGroup group = open(host, first);
            propose(group, "one").results();
            propose(group, "two").results();
            RaftStatus status = group.status();
            assertEquals(RaftRole.LEADER, status.role());
            assertEquals(List.of(self), status.members());
            assertEquals(0, status.progress().pendingBytes());
        }
        for (long applied : new long[] {first.lastIndex(), 0, first.lastIndex() - 1}) {
            RecordingApplier again = new RecordingApplier(applied);
            try (RaftHost host = RaftHost.start(RaftHostOptions.of(self, "127.0.0.1"))) {
                RaftGroup group = open(host, again);
                propose(group, "more").results();
                assertTrue(again.lastIndex() > first.lastIndex());
                assertEquals(applied == 0, again.texts().contains("one"));
            }
        }
    }

    @Test
    void aProposalThatNoSegmentHoldsIsRefusedAndLargeOnesAreJoinedWithinIt() {
        try (RaftHost host = RaftHost.start(RaftHostOptions.of(self, "127.0.0.1"))) {
            RaftGroup group = open(host, new RecordingApplier(0));
            assertInstanceOf(
                    TooLargeException.class,
                    propose(group, "x".repeat(SEGMENT_BYTES)).failure());
            List<Outcome> outcomes = java.util.stream.IntStream.range(0, 50)
                    .mapToObj(i -> propose(group, "x".repeat(SEGMENT_BYTES / 2)))
                    .toList();
            outcomes.forEach(Outcome::results);
        }
    }
}
