package io.ringmq.broker.relay;

import io.ringmq.broker.time.Timer;
import io.ringmq.remoting.header.LeaderFields;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.RequestHandler;
import io.ringmq.remoting.transport.Responder;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Passes requests that only the leader can decide on to it, for clients whose route is older than the last change of
 * leader. While there is no leader a request waits for one, within its patience. A passed request is marked and makes one
 * hop. A oneway request is passed on if a leader is known, and dropped otherwise. Only for requests that may be carried
 * out twice. Thread-safe.
 */
public final class LeaderRelay {
    static final long RETRY_MS = 20;

    private final RingLeader leader;
    private final Peers peers;
    private final Clock clock;
    private final Timer timer;

    public LeaderRelay(RingLeader leader, Peers peers, Clock clock, Timer timer) {
        this.leader = leader;
        this.peers = peers;
        this.clock = clock;
        this.timer = timer;
    }

    /**
     * A handler that serves what it can here, and passes on the rest.
     *
     * @param direct serves requests on the leader, and refuses them elsewhere
     * @param patienceMs how long a request may take in all, less than its client waits for the answer
     */
    public RequestHandler relaying(RequestHandler direct, long patienceMs) {
        return (request, responder) -> {
            if (leader.isHere() || LeaderFields.isRedirectable(request)) {
                direct.handle(request, responder);
            } else {
                new Attempt(request, responder, clock.millis() + patienceMs).run();
            }
        };
    }

    /** One request on its way. */
    private final class Attempt implements Runnable {
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
            long remainingMs = deadlineMs - clock.millis();
            if (remainingMs <= 0) {
                responder.reply(refusal("ring " + leader.ringName() + " has no leader now"));
            } else if (address == null) {
                tryLater();
            } else {
                peers.invoke(address, LeaderFields.redirectable(request.answered()), remainingMs)
                        .whenComplete(this::answered);
            }
        }

        private void answered(@Nullable Command answer, @Nullable Throwable failure) {
            if (answer == null) {
                responder.reply(refusal("the leader did not answer: " + failure));
            } else if (answer.code() == ResponseCode.SERVICE_NOT_AVAILABLE) {
                tryLater();
            } else {
                responder.reply(request.reply(answer.code(), answer.remark())
                        .withFields(answer.fields())
                        .withBody(answer.body()));
            }
        }

        private Command refusal(String reason) {
            return request.reply(ResponseCode.SERVICE_NOT_AVAILABLE, reason + "; ask again");
        }

        private void tryLater() {
            if (!request.isOneway()) {
                Timer.Timeout unused = timer.after(RETRY_MS, this);
            }
        }
    }
}
