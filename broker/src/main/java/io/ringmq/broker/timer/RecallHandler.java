package io.ringmq.broker.timer;

import io.ringmq.broker.proposal.Proposals;
import io.ringmq.broker.state.ApplyResult;
import io.ringmq.broker.state.CatalogView;
import io.ringmq.broker.state.TimerRecall;
import io.ringmq.broker.state.TimerRecords;
import io.ringmq.remoting.header.RecallMessageHeader;
import io.ringmq.remoting.header.RecallMessageResponseHeader;
import io.ringmq.remoting.message.RecallHandle;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.CommandException;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.RequestHandler;
import io.ringmq.remoting.transport.Responder;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * RECALL_MESSAGE (370), on the leader. Success means that the message will not be delivered and never was, so a recall
 * that is repeated succeeds again. Codes and remarks are those of stock brokers.
 */
public final class RecallHandler implements RequestHandler {
    private final Proposals proposals;
    private final CatalogView catalog;
    private final String ringName;
    private final Clock clock;
    private final long maxDelayMs;

    /** @param maxDelayMs the longest time that a message may wait */
    public RecallHandler(Proposals proposals, CatalogView catalog, String ringName, Clock clock, long maxDelayMs) {
        this.proposals = proposals;
        this.catalog = catalog;
        this.ringName = ringName;
        this.clock = clock;
        this.maxDelayMs = maxDelayMs;
    }

    @Override
    public void handle(Command request, Responder responder) {
        Command refusal = proposals.followerRefusal(request);
        if (refusal != null) {
            responder.reply(refusal);
            return;
        }
        RecallHandle handle = checked(RecallMessageHeader.parse(request));
        TimerRecall recall = new TimerRecall(handle.dueMs(), handle.topic(), handle.uniqueId());
        proposals.propose(
                request,
                responder,
                List.of(TimerRecords.recall(recall)),
                results -> answer(request, recall, results.get(0)));
    }

    private RecallHandle checked(RecallMessageHeader header) {
        if (catalog.topic(header.topic()) == null) {
            throw new CommandException(
                    ResponseCode.TOPIC_NOT_EXIST, "recall failed, the topic[" + header.topic() + "] not exist");
        }
        RecallHandle handle = handle(header.recallHandle());
        if (!handle.topic().equals(header.topic())) {
            throw illegal("recall failed, topic not match");
        }
        if (!handle.brokerName().equals(ringName)) {
            throw illegal("recall failed, broker service not available: the message is in " + handle.brokerName());
        }
        long nowMs = clock.millis();
        if (handle.dueMs() <= nowMs || handle.dueMs() - nowMs > maxDelayMs) {
            throw illegal("recall failed, timestamp invalid");
        }
        return handle;
    }

    private static RecallHandle handle(String encoded) {
        try {
            return RecallHandle.parse(encoded);
        } catch (IllegalArgumentException e) {
            throw new CommandException(ResponseCode.ILLEGAL_OPERATION, String.valueOf(e.getMessage()), e);
        }
    }

    private static Command answer(Command request, TimerRecall recall, @Nullable Object result) {
        if (result instanceof ApplyResult.Rejected rejected) {
            throw illegal("recall failed, timestamp invalid: " + rejected.detail());
        }
        return request.reply(ResponseCode.SUCCESS, null)
                .withFields(new RecallMessageResponseHeader(recall.uniqueId()).toFields());
    }

    private static CommandException illegal(String remark) {
        return new CommandException(ResponseCode.ILLEGAL_OPERATION, remark);
    }
}
