package io.ringmq.broker.relay;

import io.ringmq.broker.time.Timer;
import io.ringmq.remoting.header.LeaderFields;
import io.ringmq.remoting.header.SendMessageHeader;
import io.ringmq.remoting.message.BrokerNames;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.CommandTimeoutException;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.Connection;
import io.ringmq.remoting.transport.RequestHandler;
import io.ringmq.remoting.transport.Responder;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Passes sends on to the leader for producers that cannot know it: those to the ring's {@linkplain BrokerNames#standby
 * standby name}, and for {@link #FORMER_LEADER_MS} those to a node that has led, whose route is older than the change.
 * While there is no leader a request waits for one, at most {@link #PATIENCE_MS}: a stock producer has no third address.
 * Senders that {@linkplain LeaderFields#isRedirectable follow leaders themselves}, and those to a follower under the
 * ring's own name, get the answer of the ring's own handler.
 *
 * <p>A request whose leader went away in mid-flight is sent again to the next one, as the producer itself would: the
 * message may then be stored twice. Waiting requests count against the server's bound of bytes in flight. Thread-safe.
 */
public final class SendRelay implements RequestHandler {
    /** Leaves a stock producer, whose sends time out after 3 s, some time for its first attempt and the answer. */
    static final long PATIENCE_MS = 2_500;

    /** Stock clients ask for routes every 30 s; one poll may fail. */
    static final long FORMER_LEADER_MS = 65_000;

    static final long RETRY_MS = 20;

    private final RequestHandler direct;
    private final RingLeader leader;
    private final Peers peers;
    private final Time time;

    /** Whether this node leads, so that new requests need not be passed on; and since when it does not. */
    private volatile boolean leading;

    private volatile long formerLeaderUntilMs;

    /** When to give up, and when to try again. */
    public record Time(Clock clock, Timer timer) {}

    /** @param direct serves what is not to be passed on */
    public SendRelay(RequestHandler direct, RingLeader leader, Peers peers, Time time) {
        this.direct = direct;
        this.leader = leader;
        this.peers = peers;
        this.time = time;
    }

    @Override
    public void handle(Command request, Responder responder) {
        boolean here = leader.isHere();
        if (LeaderFields.isRedirectable(request) || !(tracked(here) || isForStandby(request))) {
            direct.handle(request, responder);
            return;
        }
        Attempt attempt = new Attempt(request, responder, time.clock().millis() + PATIENCE_MS);
        if (here) {
            // Leadership may be on its way to another node: then the refusal comes back here and is not the answer.
            direct.handle(request, attempt);
        } else {
            attempt.run();
        }
    }

    private boolean isForStandby(Command request) {
        return BrokerNames.standby(leader.ringName()).equals(SendMessageHeader.addressedBroker(request));
    }

    /** Whether this node leads, or has led until a short while ago. */
    private boolean tracked(boolean here) {
        if (here != leading) {
            formerLeaderUntilMs = here ? 0 : time.clock().millis() + FORMER_LEADER_MS;
            leading = here;
        }
        return here || time.clock().millis() < formerLeaderUntilMs;
    }

    /** One request on its way to a leader; takes the answer of this node's own handler too. */
    private final class Attempt implements Runnable, Responder {
        private final Command request;
        private final Responder responder;
        private final long deadlineMs;

        Attempt(Command request, Responder responder, long deadlineMs) {
            this.request = request;
            this.responder = responder;
            this.deadlineMs = deadlineMs;
        }

        @Override
        public void run() {
            String address = leader.address();
            long remainingMs = deadlineMs - time.clock().millis();
            if (remainingMs <= 0) {
                responder.reply(request.reply(
                        ResponseCode.SERVICE_NOT_AVAILABLE,
                        "ring " + leader.ringName() + " had no leader for " + PATIENCE_MS + " ms; send again"));
            } else if (address == null) {
                tryLater();
            } else {
                // A node that leads no more answers this with a refusal instead of passing it on again.
                Command onward = LeaderFields.relayed(LeaderFields.redirectable(request.answered()));
                peers.invoke(address, onward, remainingMs).whenComplete(this::answered);
            }
        }

        @Override
        public Connection connection() {
            return responder.connection();
        }

        @Override
        public void reply(Command answer) {
            if (isFinal(answer)) {
                responder.reply(answer);
            } else {
                tryLater();
            }
        }

        private void answered(@Nullable Command answer, @Nullable Throwable failure) {
            if (answer != null) {
                reply(request.reply(answer.code(), answer.remark())
                        .withFields(answer.fields())
                        .withBody(answer.body()));
            } else if (failure instanceof CommandTimeoutException) {
                responder.reply(request.reply(
                        ResponseCode.SYSTEM_ERROR,
                        "nobody knows yet whether this was stored, a retry may store it twice: the leader of ring "
                                + leader.ringName() + " did not answer in time"));
            } else {
                tryLater();
            }
        }

        /** Whether another leader, or this one later, would not answer better. */
        private static boolean isFinal(Command answer) {
            return answer.code() != ResponseCode.SERVICE_NOT_AVAILABLE
                    || answer.fields().containsKey(LeaderFields.WRITES_CLOSED);
        }

        private void tryLater() {
            if (request.isOneway()) {
                // Nobody waits for it, and nothing counts its bytes any more.
                return;
            }
            Timer.Timeout unused = time.timer().after(RETRY_MS, this);
        }
    }
}
