package io.ringmq.broker.relay;

import io.ringmq.broker.proposal.Proposals;
import io.ringmq.broker.time.Timer;
import io.ringmq.remoting.header.SendMessageHeader;
import io.ringmq.remoting.message.BrokerNames;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.CommandTimeoutException;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.RequestHandler;
import io.ringmq.remoting.transport.Responder;
import java.time.Clock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Passes on to the leader what producers send to this node under the ring's {@linkplain BrokerNames#standby standby name};
 * every other send goes to the ring's own handler, which refuses it on a follower. While there is no leader a request
 * waits for one, at most {@link #PATIENCE_MS}: a stock producer that found the old leader dead has no third address.
 *
 * <p>A request whose leader went away in mid-flight is sent again to the next one, as the producer itself would: the
 * message may then be stored twice. Waiting requests count against the server's bound of bytes in flight.
 */
public final class StandbyRelay implements RequestHandler {
    /** Leaves a stock producer, whose sends time out after 3 s, some time for its first attempt and the answer. */
    static final long PATIENCE_MS = 2_500;

    static final long RETRY_MS = 20;

    private final String ringName;
    private final RequestHandler direct;
    private final Supplier<@Nullable String> leaderAddress;
    private final Peers peers;
    private final Time time;

    /** When to give up, and when to try again. */
    public record Time(Clock clock, Timer timer) {}

    /**
     * @param direct serves what is not to be passed on
     * @param leaderAddress client address of the present leader, possibly this node's own; null while there is none
     */
    public StandbyRelay(
            String ringName, RequestHandler direct, Supplier<@Nullable String> leaderAddress, Peers peers, Time time) {
        this.ringName = ringName;
        this.direct = direct;
        this.leaderAddress = leaderAddress;
        this.peers = peers;
        this.time = time;
    }

    @Override
    public void handle(Command request, Responder responder) {
        String addressed = SendMessageHeader.addressedBroker(request);
        if (BrokerNames.standby(ringName).equals(addressed)) {
            // Under its own name, so that a node that leads no more refuses it instead of passing it on again.
            Command onward = SendMessageHeader.addressedTo(request, ringName);
            new Attempt(request, onward, responder, time.clock().millis() + PATIENCE_MS).run();
        } else {
            direct.handle(request, responder);
        }
    }

    /** One request on its way to a leader. */
    private final class Attempt implements Runnable {
        private final Command request;
        private final Command onward;
        private final Responder responder;
        private final long deadlineMs;

        Attempt(Command request, Command onward, Responder responder, long deadlineMs) {
            this.request = request;
            this.onward = onward;
            this.responder = responder;
            this.deadlineMs = deadlineMs;
        }

        @Override
        public void run() {
            String leader = leaderAddress.get();
            long remainingMs = deadlineMs - time.clock().millis();
            if (remainingMs <= 0) {
                responder.reply(request.reply(
                        ResponseCode.SERVICE_NOT_AVAILABLE,
                        "ring " + ringName + " had no leader for " + PATIENCE_MS + " ms; send again"));
            } else if (leader == null) {
                tryLater();
            } else {
                peers.invoke(leader, onward, remainingMs).whenComplete(this::answered);
            }
        }

        private void answered(@Nullable Command answer, @Nullable Throwable failure) {
            if (answer != null && isFinal(answer)) {
                responder.reply(request.reply(answer.code(), answer.remark())
                        .withFields(answer.fields())
                        .withBody(answer.body()));
            } else if (failure instanceof CommandTimeoutException) {
                responder.reply(request.reply(
                        ResponseCode.SYSTEM_ERROR,
                        "nobody knows yet whether this was stored, a retry may store it twice: the leader of ring "
                                + ringName + " did not answer in time"));
            } else {
                tryLater();
            }
        }

        /** Whether another leader, or this one later, would not answer better. */
        private static boolean isFinal(Command answer) {
            return answer.code() != ResponseCode.SERVICE_NOT_AVAILABLE
                    || answer.fields().containsKey(Proposals.WRITES_CLOSED_FIELD);
        }

        private void tryLater() {
            Timer.Timeout unused = time.timer().after(RETRY_MS, this);
        }
    }
}
