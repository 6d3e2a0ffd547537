package io.ringmq.client.transaction;

import io.ringmq.client.call.CallLimits;
import io.ringmq.client.call.LeaderCalls;
import io.ringmq.client.call.Target;
import io.ringmq.client.producer.SendReceipt;
import io.ringmq.client.route.ClientException;
import io.ringmq.remoting.header.EndTransactionHeader;
import io.ringmq.remoting.header.LeaderFields;
import io.ringmq.remoting.message.MessageIds;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.RequestCode;
import io.ringmq.remoting.protocol.ResponseCode;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Tells leaders how transactions end, until one of them has taken it. Thread-safe. */
final class TransactionEnds {
    private static final int ATTEMPTS_PER_TIMEOUT = 3;

    private final String group;
    private final LeaderCalls calls;
    private final CallLimits limits;

    TransactionEnds(String group, LeaderCalls calls, Duration timeout) {
        this.group = group;
        this.calls = calls;
        // A leader that lost its lead does not know what came of it; saying it again does no harm.
        Set<Integer> retried = new HashSet<>(LeaderCalls.UNAVAILABLE);
        retried.add(ResponseCode.SYSTEM_ERROR);
        limits = new CallLimits(timeout.toMillis(), Math.max(1, timeout.toMillis() / ATTEMPTS_PER_TIMEOUT), retried);
    }

    CompletableFuture<Void> end(SendReceipt half, Decision decision) {
        EndTransactionHeader header = new EndTransactionHeader(
                half.queue().topic(),
                group,
                half.queueOffset(),
                MessageIds.decode(half.offsetMessageId()).physicalOffset(),
                decision.code(),
                false,
                half.messageId(),
                half.messageId());
        Command request = LeaderFields.redirectable(Command.request(RequestCode.END_TRANSACTION, header));
        return calls.call(limits, half.queue().topic(), new Target(half.queue().brokerName(), request))
                .thenAccept(answer -> requireTaken(half, decision, answer))
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(asTransactionException(half, failure)));
    }

    private static void requireTaken(SendReceipt half, Decision decision, Command answer) {
        if (answer.code() != ResponseCode.SUCCESS) {
            throw new TransactionException(
                    decision + " of transaction " + half.messageId() + " was answered " + answer.code() + ": "
                            + answer.remark(),
                    answer.code(),
                    null);
        }
    }

    private static TransactionException asTransactionException(SendReceipt half, Throwable failure) {
        Throwable cause = failure instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : failure;
        return cause instanceof TransactionException refusal
                ? refusal
                : new TransactionException(
                        "nobody acknowledged the end of transaction " + half.messageId()
                                + "; say it again, or the checker is asked",
                        TransactionException.NO_ANSWER,
                        cause);
    }

    static <T> T await(CompletableFuture<T> result) {
        try {
            return result.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof ClientException cause) {
                throw cause;
            }
            throw e;
        }
    }
}
