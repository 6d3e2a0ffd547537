package io.ringmq.raft;

import io.ringmq.raft.snapshot.Manifest;
import io.ringmq.raft.snapshot.SnapshotException;
import io.ringmq.raft.snapshot.Snapshots;
import io.ringmq.store.commitlog.CommitLog;
import io.ringmq.store.commitlog.Frame;
import io.ringmq.store.commitlog.FrameInput;
import io.ringmq.store.commitlog.FramePosition;
import io.ringmq.store.commitlog.FrameType;
import io.ringmq.store.record.ProposedRecord;
import io.ringmq.store.record.RecordFormat;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A group of one without Raft: a proposal is appended to a real log, applied and answered before {@code propose}
 * returns, on the calling thread. It leads from its construction, in the term after the last one in the log.
 *
 * <p>Entries of the log beyond the applier's applied index are applied by the constructor, as a restart does.
 */
public final class SoloRaftGroup implements RaftGroup {

    private static final RaftPeer SELF = new RaftPeer("127.0.0.1", 9911);

    private final String name;
    private final CommitLog log;
    private final LogApplier applier;
    private final long term;
    private final Candidacy candidacy = new NoCandidacy();
    private long appliedIndex;
    private volatile boolean leading = true;
    private volatile boolean member = true;

    /** Takes over the log; {@link #close()} closes it. */
    public SoloRaftGroup(String name, CommitLog log, LogApplier applier) {
        this.name = name;
        this.log = log;
        this.applier = applier;
        this.term = log.term(log.lastIndex()) + 1;
        this.appliedIndex = applier.appliedIndex();
        replay();
        append(FrameType.NOOP, 0, ByteBuffer.allocate(0));
        applier.leaderChanged(SELF, term);
        applier.leaderStarted(term);
    }

    private synchronized void replay() {
        for (long index = Math.max(appliedIndex + 1, log.firstIndex()); index <= log.lastIndex(); index++) {
            Frame frame = Objects.requireNonNull(log.read(index));
            if (frame.type() == FrameType.DATA) {
                applier.apply(
                        new CommittedEntry(index, frame.term(), frame.bodyOffset(), frame.body(), frame.recordCount()),
                        (ordinal, result) -> {});
            }
            appliedIndex = index;
        }
        applier.endOfRun();
    }

    private long append(FrameType type, int recordCount, ByteBuffer body) {
        long index = log.lastIndex() + 1;
        log.append(List.of(new FrameInput(index, term, type, recordCount, body)));
        return index;
    }

    @Override
    public void propose(List<? extends ProposedRecord> records, ProposalCallback callback, Executor departures) {
        if (!leading) {
            callback.rejected(new NotLeaderException(name, null));
            return;
        }
        callback.applied(appendAndApply(records));
    }

    private synchronized List<@Nullable Object> appendAndApply(List<? extends ProposedRecord> records) {
        ByteBuffer body = ByteBuffer.allocate(
                records.stream().mapToInt(RecordFormat::sizeOf).sum());
        records.forEach(record -> RecordFormat.write(record, body));
        body.flip();
        long index = append(FrameType.DATA, records.size(), body);
        FramePosition position = Objects.requireNonNull(log.position(index));
        List<@Nullable Object> results = new ArrayList<>(Collections.nCopies(records.size(), null));
        applier.apply(new CommittedEntry(index, term, position.bodyOffset(), body, records.size()), results::set);
        applier.endOfRun();
        appliedIndex = index;
        return results;
    }

    /** Stops leading, as a leader does that has lost its majority; proposals are rejected from now on. */
    public synchronized void stepDown() {
        leading = false;
        applier.leaderStopped(term);
        applier.leaderChanged(null, term);
    }

    /** Is a member no more, as if a leader had removed it. */
    public void leave() {
        stepDown();
        member = false;
        applier.votersChanged();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public RaftPeer self() {
        return SELF;
    }

    @Override
    public CommitLog log() {
        return log;
    }

    @Override
    public CompletableFuture<Void> readBarrier() {
        return leading
                ? CompletableFuture.completedFuture(null)
                : CompletableFuture.failedFuture(
                        new ReadBarrierException(ReadBarrierException.Reason.NO_LEADER, "group " + name));
    }

    @Override
    public boolean isLeader() {
        return leading;
    }

    @Override
    public long term() {
        return term;
    }

    @Override
    public @Nullable RaftPeer leader() {
        return leading ? SELF : null;
    }

    @Override
    public synchronized RaftStatus status() {
        return new RaftStatus(
                leading ? RaftRole.LEADER : RaftRole.FOLLOWER,
                term,
                leader(),
                List.of(SELF),
                new RaftStatus.Progress(
                        log.firstIndex(), log.storedIndex(), log.forcedIndex(), appliedIndex, appliedIndex, 0),
                null);
    }

    @Override
    public Snapshots snapshots() {
        return new Snapshots() {
            @Override
            public CompletableFuture<Long> take() {
                return CompletableFuture.failedFuture(new SnapshotException("group " + name + " takes no snapshots"));
            }

            @Override
            public @Nullable Manifest newest() {
                return null;
            }

            @Override
            public @Nullable Instant newestTakenAt() {
                return null;
            }
        };
    }

    /** Remembers the reasons and does nothing about them. */
    @Override
    public Candidacy candidacy() {
        return candidacy;
    }

    private static final class NoCandidacy implements Candidacy {
        private final Set<String> reasons = ConcurrentHashMap.newKeySet();

        @Override
        public CompletableFuture<Void> withhold(String reason) {
            reasons.add(reason);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void resume(String reason) {
            reasons.remove(reason);
        }

        @Override
        public Set<String> reasons() {
            return Set.copyOf(reasons);
        }
    }

    @Override
    public boolean mend(long damagedOffset) {
        return false;
    }

    @Override
    public GroupMembership membership() {
        return new GroupMembership() {
            @Override
            public List<RaftPeer> voters() {
                return member ? List.of(SELF) : List.of();
            }

            @Override
            public MembershipView view() {
                return new MembershipView(voters(), List.of(), List.of());
            }

            @Override
            public CompletableFuture<Void> addLearner(RaftPeer peer) {
                return alone();
            }

            @Override
            public CompletableFuture<Void> promote(RaftPeer peer) {
                return alone();
            }

            @Override
            public CompletableFuture<Void> remove(RaftPeer peer) {
                return alone();
            }

            @Override
            public CompletableFuture<Void> transferLeadership(@Nullable RaftPeer target) {
                return alone();
            }
        };
    }

    private CompletableFuture<Void> alone() {
        return CompletableFuture.failedFuture(new RaftException("group " + name + " has one member for good"));
    }

    @Override
    public void close() {
        leading = false;
        log.close();
    }
}
