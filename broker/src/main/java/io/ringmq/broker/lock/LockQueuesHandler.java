package io.ringmq.broker.lock;

import io.ringmq.broker.proposal.Proposals;
import io.ringmq.broker.state.ApplyResult.QueuesLocked;
import io.ringmq.broker.state.LeaderTime;
import io.ringmq.broker.state.LockRequest;
import io.ringmq.broker.state.Records;
import io.ringmq.remoting.body.LockBatchBody;
import io.ringmq.remoting.body.LockBatchResponseBody;
import io.ringmq.remoting.body.MessageQueue;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.RequestHandler;
import io.ringmq.remoting.transport.Responder;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * LOCK_BATCH_MQ (41): a consumer wants queues for itself, or renews its locks. Answered once the locks are replicated,
 * with those it has, and their epochs in the field {@value #EPOCHS}, in the same order.
 *
 * <p>The flag {@code onlyThisBroker} makes no difference to a leader, because a lock belongs to the ring.
 */
public final class LockQueuesHandler implements RequestHandler {
    /** RingMQ's own: the epochs of the locks, separated by commas. */
    static final String EPOCHS = "lockEpochs";

    private final Proposals proposals;
    private final LeaderClock clock;
    private final LockExpiry expiry;

    public LockQueuesHandler(Proposals proposals, LeaderClock clock, LockExpiry expiry) {
        this.proposals = proposals;
        this.clock = clock;
        this.expiry = expiry;
    }

    @Override
    public void handle(Command request, Responder responder) {
        LockBatchBody body = LockRequests.parse(request);
        LeaderTime now = clock.now();
        Command refusal = proposals.followerRefusal(request);
        if (now == null || refusal != null) {
            responder.reply(refusal == null ? leadsNoMore(request) : refusal);
            return;
        }
        LockRequest wanted = new LockRequest(body.consumerGroup(), body.clientId(), LockRequests.queues(body), now);
        proposals.propose(
                request,
                responder,
                List.of(Records.lockQueues(wanted)),
                results -> answer(request, body.queues(), results.get(0)));
        expiry.watch();
    }

    private static Command answer(Command request, List<MessageQueue> wanted, @Nullable Object result) {
        if (!(result instanceof QueuesLocked locked)) {
            return leadsNoMore(request);
        }
        List<MessageQueue> granted = new ArrayList<>();
        StringJoiner epochs = new StringJoiner(",");
        for (int i = 0; i < wanted.size(); i++) {
            long epoch = locked.epochs().get(i);
            if (epoch > 0) {
                granted.add(wanted.get(i));
                epochs.add(Long.toString(epoch));
            }
        }
        return request.reply(ResponseCode.SUCCESS, null)
                .withField(EPOCHS, epochs.toString())
                .withBody(new LockBatchResponseBody(granted).encode());
    }

    private static Command leadsNoMore(Command request) {
        return request.reply(
                ResponseCode.SERVICE_NOT_AVAILABLE, "the leadership of the ring is changing; ask its leader again");
    }
}
