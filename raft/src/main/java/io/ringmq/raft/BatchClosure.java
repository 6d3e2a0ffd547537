package io.ringmq.raft;

import com.alipay.sofa.jraft.Closure;
import com.alipay.sofa.jraft.Status;
import com.alipay.sofa.jraft.error.RaftError;
import java.util.function.Supplier;

/**
 * What JRaft calls when a batch fails. A batch that is applied is answered by the state machine, after its run.
 *
 * <p>JRaft's codes are ambiguous, so the definite refusals are the ones listed here, each from a path that has not
 * appended; everything else means that nobody knows.
 */
final class BatchClosure implements Closure {

    private static final String NOT_LEADER = "Is not leader.";
    private static final String OTHER_TERM = "expected_term=";

    private final ProposalBatch batch;
    private final Accumulator accumulator;
    private final Supplier<ProposalException> notLeading;

    BatchClosure(ProposalBatch batch, Accumulator accumulator, Supplier<ProposalException> notLeading) {
        this.batch = batch;
        this.accumulator = accumulator;
        this.notLeading = notLeading;
    }

    ProposalBatch batch() {
        return batch;
    }

    @Override
    public void run(Status status) {
        accumulator.completed(batch);
        if (status.isOk()) {
            batch.applied();
        } else if (status.getRaftError() == RaftError.EBUSY) {
            batch.rejected(new BusyException(status.getErrorMsg()));
        } else if (isNotLeader(status) || status.getRaftError() == RaftError.ENODESHUTDOWN) {
            batch.rejected(notLeading.get());
        } else {
            batch.unknown(new OutcomeUnknownException(status.getErrorMsg()));
        }
    }

    private static boolean isNotLeader(Status status) {
        return status.getRaftError() == RaftError.EPERM
                && (status.getErrorMsg().equals(NOT_LEADER)
                        || status.getErrorMsg().startsWith(OTHER_TERM));
    }
}
