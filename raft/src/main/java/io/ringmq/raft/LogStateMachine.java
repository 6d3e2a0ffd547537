package io.ringmq.raft;

import com.alipay.sofa.jraft.Closure;
import com.alipay.sofa.jraft.Iterator;
import com.alipay.sofa.jraft.Status;
import com.alipay.sofa.jraft.conf.Configuration;
import com.alipay.sofa.jraft.core.StateMachineAdapter;
import com.alipay.sofa.jraft.entity.LeaderChangeContext;
import com.alipay.sofa.jraft.error.RaftError;
import com.alipay.sofa.jraft.error.RaftException;
import com.alipay.sofa.jraft.storage.snapshot.SnapshotReader;
import com.alipay.sofa.jraft.storage.snapshot.SnapshotWriter;
import io.ringmq.raft.storage.StoredGate;
import io.ringmq.store.commitlog.FramePosition;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Feeds committed entries to the applier, on JRaft's one apply thread per group. */
final class LogStateMachine extends StateMachineAdapter {

    private static final ByteBuffer NO_RECORDS = ByteBuffer.allocate(0).asReadOnlyBuffer();
    private static final RecordResults NOBODY_ASKS = (ordinal, result) -> {};

    private final LogApplier applier;
    private final StoredGate gate;
    private final Leadership leadership;
    private final GroupSnapshots snapshots;
    private final Runnable votersChanged;

    /** @param votersChanged called on the apply thread when a change of voters is committed */
    LogStateMachine(
            LogApplier applier,
            StoredGate gate,
            Leadership leadership,
            GroupSnapshots snapshots,
            Runnable votersChanged) {
        this.applier = applier;
        this.gate = gate;
        this.leadership = leadership;
        this.snapshots = snapshots;
        this.votersChanged = votersChanged;
    }

    @Override
    public void onApply(Iterator entries) {
        List<BatchClosure> run = new ArrayList<>();
        try {
            while (entries.hasNext()) {
                Closure done = entries.done();
                if (done != null) {
                    run.add((BatchClosure) done);
                }
                apply(entries.getIndex(), entries.getTerm(), entries.getData(), done);
                entries.next();
            }
            applier.endOfRun();
        } catch (RuntimeException | Error e) {
            leadership.failed(e);
            Status stopped = new Status(RaftError.ESTATEMACHINE, "applying the log failed: %s", e);
            run.forEach(done -> done.run(stopped));
            // JRaft halts the node on this, and ends the closures of the entries that follow.
            throw e;
        }
        run.forEach(done -> done.run(Status.OK()));
    }

    /** @param data null on a follower if the entry has no records */
    private void apply(long index, long term, @Nullable ByteBuffer data, @Nullable Closure done) {
        FramePosition position = gate.await(index, term);
        ByteBuffer body = data == null ? NO_RECORDS.duplicate() : data.slice();
        CommittedEntry entry = new CommittedEntry(index, term, position.bodyOffset(), body, position.recordCount());
        applier.apply(entry, done == null ? NOBODY_ASKS : ((BatchClosure) done).batch());
    }

    @Override
    public void onLeaderStart(long term) {
        leadership.started(term);
    }

    @Override
    public void onLeaderStop(Status status) {
        leadership.stopped();
    }

    @Override
    public void onStartFollowing(LeaderChangeContext context) {
        leadership.following(context.getLeaderId(), context.getTerm());
    }

    @Override
    public void onStopFollowing(LeaderChangeContext context) {
        leadership.unknown(context.getTerm());
    }

    /** Called for the first of the two entries of a change of voters, and not for changes of learners. */
    @Override
    public void onConfigurationCommitted(Configuration configuration) {
        votersChanged.run();
        applier.votersChanged();
    }

    @Override
    public void onError(RaftException e) {
        leadership.failed(e);
    }

    /** The state is on its own disk already; see the boot snapshot of the storage package. Called at the start only. */
    @Override
    public boolean onSnapshotLoad(SnapshotReader reader) {
        return true;
    }

    @Override
    public void onSnapshotSave(SnapshotWriter writer, Closure done) {
        snapshots.save(writer.getCurrentMeta(), done);
    }
}
