package io.ringmq.broker.admin;

import io.ringmq.broker.relay.Peers;
import io.ringmq.broker.relay.RingLeader;
import io.ringmq.broker.time.Timer;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.Responder;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Passes administrative requests on to the leader of the ring. The sender marks what it passes on, so that a request
 * makes one hop. Never blocks; thread-safe.
 */
public final class ToLeader {
    private static final long SERVING_TIMEOUT_MS = 3_000;
    private static final long LOOK_EVERY_MS = 5;

    private final RingLeader leader;
    private final Peers peers;
    private final Timer timer;
    private final UnaryOperator<Command> signing;

    /** @param signing signs a request of this node's own */
    public ToLeader(RingLeader leader, Peers peers, Timer timer, UnaryOperator<Command> signing) {
        this.leader = leader;
        this.peers = peers;
        this.timer = timer;
        this.signing = signing;
    }

    /** Answers a request as the leader answers {@code onward}; at once with a refusal if no leader is known. */
    void passOn(Command request, Command onward, long timeoutMs, Responder responder) {
        String address = leader.address();
        if (address == null) {
            responder.reply(noLeader(request));
            return;
        }
        peers.invoke(address, signing.apply(onward), timeoutMs)
                .whenComplete((answer, failure) -> responder.reply(
                        answer == null
                                ? unreachable(request, address, failure)
                                : request.reply(answer.code(), answer.remark())));
    }

    Command noLeader(Command request) {
        return request.reply(
                ResponseCode.SERVICE_NOT_AVAILABLE,
                "ring " + leader.ringName() + " has no leader that this node knows; ask again");
    }

    /**
     * Waits a bounded time until there is a leader that serves.
     *
     * @param then told whether there is
     */
    void whenServed(Consumer<Boolean> then) {
        look(then, SERVING_TIMEOUT_MS / LOOK_EVERY_MS);
    }

    private void look(Consumer<Boolean> then, long looks) {
        if (leader.address() != null || looks == 0) {
            then.accept(looks > 0);
            return;
        }
        Timer.Timeout unused = timer.after(LOOK_EVERY_MS, () -> look(then, looks - 1));
    }

    private Command unreachable(Command request, String address, @Nullable Throwable failure) {
        return request.reply(
                ResponseCode.SYSTEM_ERROR,
                "the leader of ring " + leader.ringName() + " at " + address + " did not answer: " + failure);
    }
}
