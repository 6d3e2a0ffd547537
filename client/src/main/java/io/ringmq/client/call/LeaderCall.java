package io.ringmq.client.call;

import io.ringmq.client.route.ClientException;
import io.ringmq.client.route.TopicNotFoundException;
import io.ringmq.client.route.TopicRouting;
import io.ringmq.remoting.protocol.Command;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One call in its attempts. A round asks every replica once: another broker name first if the source has one, the
 * learned leader before others. A redirection to an address that has not failed in this round is followed at once.
 * After a round the route is asked for anew and the call waits.
 *
 * <p>Steps follow one another, on whatever thread the last answer arrives; nothing runs at the same time.
 */
final class LeaderCall {
    private final LeaderCalls calls;
    private final CallLimits limits;
    private final Function<Boolean, CompletableFuture<TopicRouting>> routing;
    private final Target.Source source;
    private final long deadlineMs;
    private final CompletableFuture<Command> result = new CompletableFuture<>();
    private final Set<String> failedAddresses = new HashSet<>();
    private final Set<String> avoidedBrokers = new HashSet<>();
    private int attempts;
    private int rounds;
    private @Nullable Command lastAnswer;
    private @Nullable Throwable lastFailure;

    LeaderCall(
            LeaderCalls calls,
            CallLimits limits,
            Function<Boolean, CompletableFuture<TopicRouting>> routing,
            Target.Source source,
            long startMs) {
        this.calls = calls;
        this.limits = limits;
        this.routing = routing;
        this.source = source;
        this.deadlineMs = startMs + limits.timeoutMs();
    }

    CompletableFuture<Command> result() {
        return result;
    }

    void start() {
        route(false);
    }

    private void route(boolean anew) {
        routing.apply(anew)
                .whenComplete((routes, failure) -> guarded(() -> {
                    if (routes != null) {
                        attempt(routes);
                    } else {
                        routeFailed(failure);
                    }
                }));
    }

    private void routeFailed(@Nullable Throwable failure) {
        lastFailure = cause(failure);
        if (lastFailure instanceof TopicNotFoundException notFound && lastAnswer == null) {
            result.completeExceptionally(notFound);
        } else {
            endRound();
        }
    }

    private void attempt(TopicRouting routes) {
        long leftMs = deadlineMs - calls.nowMs();
        if (leftMs <= 0 || attempts >= limits.maxAttempts()) {
            giveUp();
            return;
        }
        Target target = source.next(routes, avoidedBrokers);
        String brokerName = target.brokerName();
        String learned = calls.routes().learnedLeader(brokerName);
        Optional<String> address = ReplicaOrder.next(routes.replicasOf(brokerName), learned, failedAddresses);
        if (address.isEmpty()) {
            endRound();
            return;
        }
        attempts++;
        long startMs = calls.nowMs();
        long timeoutMs = Math.min(leftMs, limits.attemptTimeoutMs());
        calls.client()
                .invoke(address.get(), target.request(), timeoutMs)
                .whenComplete((answer, failure) -> guarded(() -> {
                    source.attempted(brokerName, calls.nowMs() - startMs, answer);
                    answered(routes, brokerName, address.get(), answer, failure);
                }));
    }

    private void answered(
            TopicRouting routes,
            String brokerName,
            String address,
            @Nullable Command answer,
            @Nullable Throwable failure) {
        if (answer == null) {
            lastFailure = cause(failure);
            failed(brokerName, address);
            attempt(routes);
            return;
        }
        Verdict verdict = Verdict.of(answer, limits.retriedCodes());
        if (verdict.kind() == Verdict.Kind.FINAL) {
            result.complete(answer);
            return;
        }
        lastAnswer = answer;
        failed(brokerName, address);
        String leader = verdict.leaderAddress();
        if (leader != null && !failedAddresses.contains(leader)) {
            avoidedBrokers.remove(brokerName);
            calls.routes().learnLeader(brokerName, leader);
        }
        attempt(routes);
    }

    private void failed(String brokerName, String address) {
        calls.routes().forgetLeader(brokerName, address);
        failedAddresses.add(address);
        avoidedBrokers.add(brokerName);
    }

    private void endRound() {
        if (calls.nowMs() >= deadlineMs) {
            giveUp();
            return;
        }
        rounds++;
        failedAddresses.clear();
        avoidedBrokers.clear();
        calls.afterBackoff(rounds, () -> guarded(() -> route(true)));
    }

    private void giveUp() {
        if (lastAnswer != null) {
            result.complete(lastAnswer);
        } else {
            String text = "no replica answered within " + limits.timeoutMs() + " ms and " + attempts + " attempts";
            result.completeExceptionally(new ClientException(text, lastFailure));
        }
    }

    /** A call that fails in an unexpected way must still end. */
    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            result.completeExceptionally(e);
        }
    }

    private static @Nullable Throwable cause(@Nullable Throwable failure) {
        return failure instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : failure;
    }
}
