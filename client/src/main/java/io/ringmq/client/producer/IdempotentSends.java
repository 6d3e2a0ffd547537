package io.ringmq.client.producer;

import io.ringmq.client.call.CallLimits;
import io.ringmq.client.call.LeaderCalls;
import io.ringmq.client.call.Target;
import io.ringmq.client.route.ClientException;
import io.ringmq.client.route.TopicRouting;
import io.ringmq.remoting.body.MessageQueue;
import io.ringmq.remoting.header.LeaderFields;
import io.ringmq.remoting.header.SequenceFields;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.RequestCode;
import io.ringmq.remoting.protocol.ResponseCode;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends messages under numbers by which a ring knows them again, so that no attempt is stored after another one. Before
 * the first send to a ring, the ring is asked for a producer id. Messages have a place once they are numbered: every
 * attempt goes there, for other rings do not know their numbers. Thread-safe.
 */
final class IdempotentSends {
    /** A number makes repetition harmless, so a leader that is silent need not be waited for any longer. */
    private static final long MAX_ATTEMPT_MS = 5_000;

    private static final int ATTEMPTS_PER_TIMEOUT = 3;

    private final MessageSender sender;
    private final LeaderCalls calls;
    /** By broker name. */
    private final Map<String, ProducerSession> sessions = new ConcurrentHashMap<>();

    IdempotentSends(MessageSender sender, LeaderCalls calls) {
        this.sender = sender;
        this.calls = calls;
    }

    /**
     * Sends the messages of one request.
     *
     * @param earlier what they had in an earlier request that was not answered; null if this is their first
     * @param choice picks a queue, given the broker names to avoid
     * @param claimed hears of the numbers they get, and is to settle them when their fate is known; may be called twice,
     *     the last counts
     * @return fails with a {@link ClientException}
     */
    CompletableFuture<SendReceipt> send(
            OutgoingMessage message,
            @Nullable SendClaim earlier,
            long timeoutMs,
            BiFunction<List<MessageQueue>, Set<String>, MessageQueue> choice,
            Consumer<SendClaim> claimed) {
        Request request = new Request(message, calls.nowMs() + timeoutMs, choice, claimed);
        return (earlier == null ? request.first() : request.attempt(earlier))
                .exceptionallyCompose(
                        failure -> CompletableFuture.failedFuture(MessageSender.asClientException(message, failure)));
    }

    private static ProducerSession session(String brokerName, Command answer) {
        String id = SequenceFields.producerId(answer);
        if (answer.code() == ResponseCode.SUCCESS && id != null) {
            return new ProducerSession(id);
        }
        boolean unknown = answer.code() == ResponseCode.REQUEST_CODE_NOT_SUPPORTED;
        throw new SendException(
                "nothing was sent: broker " + brokerName + " answered " + answer.code() + ": " + answer.remark()
                        + (unknown ? "; it does not know idempotent sends, so switch them off or update it" : ""),
                answer.code(),
                null);
    }

    /** The messages of one request until their fate is known. */
    private final class Request {
        private final OutgoingMessage message;
        private final long deadlineMs;
        private final BiFunction<List<MessageQueue>, Set<String>, MessageQueue> choice;
        private final Consumer<SendClaim> claimed;
        /** Numbers of a producer that the ring did not know, for messages that were not stored under them. */
        private @Nullable SendClaim replaced;

        Request(
                OutgoingMessage message,
                long deadlineMs,
                BiFunction<List<MessageQueue>, Set<String>, MessageQueue> choice,
                Consumer<SendClaim> claimed) {
            this.message = message;
            this.deadlineMs = deadlineMs;
            this.choice = choice;
            this.claimed = claimed;
        }

        /** Nothing was sent yet, so the messages may go anywhere. */
        CompletableFuture<SendReceipt> first() {
            return sender.route(message.topic(), false)
                    .handle((routing, failure) -> routing == null ? open(choice) : firstTo(routing))
                    .thenCompose(sent -> sent);
        }

        private CompletableFuture<SendReceipt> firstTo(TopicRouting routing) {
            List<MessageQueue> queues = MessageSender.writable(routing);
            MessageQueue queue = choice.apply(queues, sender.setAside(queues));
            ProducerSession known = sessions.get(queue.brokerName());
            if (known != null && known.isIdle(calls.nowMs())) {
                sessions.remove(queue.brokerName(), known);
                known = null;
            }
            return known == null
                    ? open((writable, avoided) -> avoided.isEmpty() ? queue : choice.apply(writable, avoided))
                    : begin(known, queue);
        }

        /** Asks the ring of a chosen queue for an id, or another ring if that does not answer, and sends there. */
        private CompletableFuture<SendReceipt> open(BiFunction<List<MessageQueue>, Set<String>, MessageQueue> chooser) {
            AtomicReference<MessageQueue> chosen = new AtomicReference<>();
            Target.Source source = (routing, avoided) -> {
                MessageQueue queue = chooser.apply(MessageSender.writable(routing), avoided);
                chosen.set(queue);
                Command request = Command.request(RequestCode.OPEN_PRODUCER, Map.of());
                return new Target(queue.brokerName(), LeaderFields.redirectable(request));
            };
            return calls.call(limits(), anew -> sender.route(message.topic(), anew), source)
                    .thenCompose(answer -> {
                        MessageQueue queue = Objects.requireNonNull(chosen.get());
                        // The first id that comes is used; one that another request asked for meanwhile is forgotten.
                        ProducerSession opened = session(queue.brokerName(), answer);
                        ProducerSession known = sessions.putIfAbsent(queue.brokerName(), opened);
                        return begin(known == null ? opened : known, queue);
                    });
        }

        private CompletableFuture<SendReceipt> begin(ProducerSession session, MessageQueue queue) {
            long first = session.claim(message.messages(), calls.nowMs());
            SendClaim claim = new SendClaim(session, queue, first, message.messages(), new AtomicInteger());
            claimed.accept(claim);
            if (replaced != null) {
                replaced.settle();
            }
            return attempt(claim);
        }

        private CallLimits limits() {
            long leftMs = Math.max(1, deadlineMs - calls.nowMs());
            long attemptMs = Math.min(MAX_ATTEMPT_MS, Math.max(1, leftMs / ATTEMPTS_PER_TIMEOUT));
            return new CallLimits(leftMs, attemptMs, MessageSender.RETRIED).untilTimeout();
        }

        /** Sends to the place that the messages have, for as long as there is time. */
        CompletableFuture<SendReceipt> attempt(SendClaim claim) {
            return sender.send(message, 0, limits(), (queues, avoid) -> claim.queue(), claim)
                    .exceptionallyCompose(failure -> failed(claim, MessageSender.unwrap(failure)));
        }

        private CompletableFuture<SendReceipt> failed(SendClaim claim, Throwable failure) {
            if (!(failure instanceof SendException e) || e.responseCode() != ResponseCode.UNKNOWN_PRODUCER) {
                return CompletableFuture.failedFuture(failure);
            }
            String brokerName = claim.queue().brokerName();
            sessions.remove(brokerName, claim.session());
            if (replaced == null && claim.attempts().get() == 1) {
                // It was refused when it was sent first, so it is not stored, and may get another number.
                replaced = claim;
                return open((queues, avoided) -> claim.queue());
            }
            return CompletableFuture.failedFuture(new SendException(
                    "message " + message.messageId() + " to topic '" + message.topic()
                            + "' is stored once or not at all:" + " ring " + brokerName
                            + " has forgotten this producer since the first attempt",
                    ResponseCode.UNKNOWN_PRODUCER,
                    e));
        }
    }
}
