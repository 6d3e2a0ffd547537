package io.ringmq.broker.transaction;

import io.ringmq.broker.proposal.Proposals;
import io.ringmq.broker.state.ApplyResult;
import io.ringmq.broker.state.EndedTransaction;
import io.ringmq.broker.state.PendingTransaction;
import io.ringmq.broker.state.RingView;
import io.ringmq.broker.state.TopicConfig;
import io.ringmq.broker.state.TransactionFate;
import io.ringmq.remoting.header.EndTransactionHeader;
import io.ringmq.remoting.message.MessageLayout;
import io.ringmq.remoting.message.SysFlags;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.CommandException;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.RequestHandler;
import io.ringmq.remoting.transport.Responder;
import io.ringmq.store.record.ProposedRecord;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * END_TRANSACTION (37), on the leader: a producer says what becomes of a half message, of its own accord or because it was
 * asked. The first that says so decides. Stock producers ask for no answer; who does gets
 *
 * <pre>
 *  code                       when
 *  SUCCESS                    it ended like that, now or before; or "unknown", which changes nothing
 *  SYSTEM_ERROR               there is no such transaction, its half message is another, or of another group
 *  ILLEGAL_OPERATION          it ended in the other way before
 *  TOPIC_NOT_EXIST            its topic was deleted meanwhile; it stays pending
 *  SERVICE_NOT_AVAILABLE      not the leader, or no room; it stays pending
 * </pre>
 *
 * Reads the state on disk, so it belongs on a worker.
 */
final class EndTransactionHandler implements RequestHandler {
    private static final int UNKNOWN = SysFlags.TRANSACTION_NONE;

    private final Proposals proposals;
    private final RingView view;
    private final TransactionEnds ends;

    EndTransactionHandler(Proposals proposals, RingView view, TransactionEnds ends) {
        this.proposals = proposals;
        this.view = view;
        this.ends = ends;
    }

    @Override
    public void handle(Command request, Responder responder) {
        EndTransactionHeader header = EndTransactionHeader.parse(request);
        Command refusal = proposals.refusal(request);
        if (refusal != null) {
            responder.reply(refusal);
            return;
        }
        TransactionFate fate = fate(header);
        PendingTransaction half = view.transactions().pending(header.stateTableOffset());
        ByteBuffer message = half == null ? null : view.transactions().halfMessage(half.number());
        if (half == null || message == null) {
            responder.reply(afterTheEnd(request, header, fate));
            return;
        }
        requireSame(half, header);
        if (fate == null) {
            responder.reply(request.reply(ResponseCode.SUCCESS, "pending; its producers are asked about it"));
            return;
        }
        List<ProposedRecord> records =
                fate == TransactionFate.COMMITTED ? commit(half, message) : TransactionEnds.rollback(half);
        proposals.propose(request, responder, records, results -> ended(request, header, fate, results.get(0)));
    }

    /** Null for unknown. */
    private static @Nullable TransactionFate fate(EndTransactionHeader header) {
        return switch (header.decision()) {
            case SysFlags.TRANSACTION_COMMIT -> TransactionFate.COMMITTED;
            case SysFlags.TRANSACTION_ROLLBACK -> TransactionFate.ROLLED_BACK;
            case UNKNOWN -> null;
            default ->
                throw new CommandException(
                        ResponseCode.INVALID_PARAMETER,
                        "'commitOrRollback' is " + header.decision()
                                + ", it must be 8 to commit, 12 to roll back or 0");
        };
    }

    private static void requireSame(PendingTransaction half, EndTransactionHeader header) {
        if (!half.group().equals(header.producerGroup())) {
            throw new CommandException(
                    ResponseCode.SYSTEM_ERROR,
                    "The producer group wrong: transaction " + half.number() + " is of the group " + half.group()
                            + ", not of " + header.producerGroup());
        }
        if (half.physicalOffset() != header.physicalOffset()) {
            throw new CommandException(
                    ResponseCode.SYSTEM_ERROR,
                    "The commit log offset wrong: the half message of transaction " + half.number()
                            + " does not lie at " + header.physicalOffset());
        }
    }

    private List<ProposedRecord> commit(PendingTransaction half, ByteBuffer message) {
        String name = MessageLayout.topic(message, 0);
        TopicConfig topic = view.topic(name);
        if (topic == null) {
            throw new CommandException(
                    ResponseCode.TOPIC_NOT_EXIST,
                    "topic[" + name + "] not exist: it was deleted after transaction " + half.number()
                            + " began, which stays pending; create it again with 'mqadmin updateTopic', or roll back");
        }
        return ends.commit(half, message);
    }

    private Command ended(Command request, EndTransactionHeader header, TransactionFate fate, @Nullable Object result) {
        return result instanceof ApplyResult.Applied
                ? request.reply(ResponseCode.SUCCESS, null)
                : afterTheEnd(request, header, fate);
    }

    /** Somebody else was faster, or there was nothing to end. */
    private Command afterTheEnd(Command request, EndTransactionHeader header, @Nullable TransactionFate fate) {
        long number = header.stateTableOffset();
        EndedTransaction ended = view.transactions().ended(number);
        if (ended == null || ended.physicalOffset() != header.physicalOffset()) {
            return request.reply(
                    ResponseCode.SYSTEM_ERROR,
                    "Find prepared transaction message failed: no transaction " + number + " with a half message at "
                            + header.physicalOffset() + " is pending, or has ended lately");
        }
        if (fate == null || fate == ended.fate()) {
            return request.reply(ResponseCode.SUCCESS, "transaction " + number + " was " + said(ended) + " before");
        }
        return request.reply(
                ResponseCode.ILLEGAL_OPERATION,
                "transaction " + number + " was " + said(ended) + " before, which is final"
                        + (ended.fate() == TransactionFate.GIVEN_UP
                                ? ": its message is in the topic TRANS_CHECK_MAX_TIME_TOPIC"
                                : ""));
    }

    private static String said(EndedTransaction ended) {
        return switch (ended.fate()) {
            case COMMITTED -> "committed";
            case ROLLED_BACK -> "rolled back";
            case GIVEN_UP -> "given up after the last question to its producers";
        };
    }
}
