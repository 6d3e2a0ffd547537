package io.ringmq.broker.send;

import io.ringmq.broker.proposal.Proposals;
import io.ringmq.broker.state.ApplyResult.ProducerOpened;
import io.ringmq.broker.state.ProducerRecords;
import io.ringmq.remoting.header.SequenceFields;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.RequestHandler;
import io.ringmq.remoting.transport.Responder;
import java.time.Clock;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * OPEN_PRODUCER (9131), on the leader: answers an id under which a producer may number its messages. A producer that did
 * not hear the answer asks for another one; an id nobody uses is forgotten.
 */
public final class OpenProducerHandler implements RequestHandler {
    private final Proposals proposals;
    private final Clock clock;
    private final RandomGenerator random;

    /** @param random makes ids that differ between rings; used by many threads */
    public OpenProducerHandler(Proposals proposals, Clock clock, RandomGenerator random) {
        this.proposals = proposals;
        this.clock = clock;
        this.random = random;
    }

    @Override
    public void handle(Command request, Responder responder) {
        Command refusal = proposals.refusal(request);
        if (refusal != null) {
            responder.reply(refusal);
            return;
        }
        proposals.propose(
                request,
                responder,
                List.of(ProducerRecords.open(clock.millis(), random.nextLong())),
                results -> answer(request, results.get(0)));
    }

    private static Command answer(Command request, @Nullable Object result) {
        if (result instanceof ProducerOpened opened) {
            return SequenceFields.withProducerId(
                    request.reply(ResponseCode.SUCCESS, null), opened.id().toString());
        }
        throw new IllegalStateException("a producer was opened with the result " + result);
    }
}
