package io.ringmq.broker.transaction;

import io.ringmq.broker.proposal.DueWork;
import io.ringmq.broker.state.ApplyResult;
import io.ringmq.broker.state.PendingTransaction;
import io.ringmq.broker.state.TransactionCheck;
import io.ringmq.broker.state.TransactionRecords;
import io.ringmq.broker.state.TransactionView;
import io.ringmq.store.record.ProposedRecord;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks producers about transactions they have not ended, on the leader: that a question is due, and which one it is, is
 * replicated before it is asked, so that leaders who come and go neither ask too often nor forget to. After the last
 * question the message is set aside where people find it.
 */
final class CheckBack implements DueWork.Source {
    private static final Logger LOG = LoggerFactory.getLogger(CheckBack.class);

    /** Transactions looked at in one go, and what their messages may take. */
    private static final int MAX_CHECKS = 64;

    private static final int MAX_BYTES = 1 << 20;

    private final TransactionView transactions;
    private final TransactionEnds ends;
    private final ProducerQuestions questions;
    private final TransactionSettings settings;

    CheckBack(
            TransactionView transactions,
            TransactionEnds ends,
            ProducerQuestions questions,
            TransactionSettings settings) {
        this.transactions = transactions;
        this.ends = ends;
        this.questions = questions;
        this.settings = settings;
    }

    @Override
    public long earliestMs() {
        return transactions.earliestCheckMs();
    }

    @Override
    public DueWork.Round look(long nowMs) {
        List<ProposedRecord> records = new ArrayList<>();
        List<Looked> asked = new ArrayList<>();
        List<Looked> givenUp = new ArrayList<>();
        long bytes = 0;
        for (PendingTransaction half : transactions.due(nowMs, MAX_CHECKS)) {
            ByteBuffer message = transactions.halfMessage(half.number());
            bytes += half.sizeBytes();
            if (message == null || (bytes > MAX_BYTES && !records.isEmpty())) {
                break;
            }
            boolean isAsked = half.checks() < settings.maxChecks();
            records.addAll(isAsked ? List.of(check(half, nowMs)) : ends.giveUp(half, message));
            (isAsked ? asked : givenUp).add(new Looked(records.size() - 1, half, message));
        }
        return new DueWork.Round(records, results -> {
            asked.stream().filter(looked -> looked.hasChanged(results)).forEach(this::ask);
            givenUp.stream().filter(looked -> looked.hasChanged(results)).forEach(CheckBack::report);
        });
    }

    private ProposedRecord check(PendingTransaction half, long nowMs) {
        return TransactionRecords.check(
                new TransactionCheck(half.number(), half.checks(), nowMs + settings.checkIntervalMs()));
    }

    /** @param place of its last record in the proposal: the check, or the message that is set aside */
    private record Looked(int place, PendingTransaction half, ByteBuffer message) {
        boolean hasChanged(List<@Nullable Object> results) {
            Object result = results.get(place);
            return result instanceof ApplyResult.AppendedMessage
                    || (result instanceof ApplyResult.Applied applied && applied.changed());
        }
    }

    private void ask(Looked looked) {
        questions.ask(looked.half, looked.message);
    }

    private static void report(Looked looked) {
        LOG.warn(
                "transaction {} of group {} is given up: asked {} times, no producer said how it ends; its message"
                        + " goes to TRANS_CHECK_MAX_TIME_TOPIC",
                looked.half.number(),
                looked.half.group(),
                looked.half.checks());
    }
}
