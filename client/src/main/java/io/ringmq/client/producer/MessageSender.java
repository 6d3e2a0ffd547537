package io.ringmq.client.producer;

import io.ringmq.client.call.CallLimits;
import io.ringmq.client.call.ClientNetwork;
import io.ringmq.client.call.LeaderCalls;
import io.ringmq.client.call.Target;
import io.ringmq.client.route.ClientException;
import io.ringmq.client.route.TopicNotFoundException;
import io.ringmq.client.route.TopicRouting;
import io.ringmq.remoting.body.MessageQueue;
import io.ringmq.remoting.header.LeaderFields;
import io.ringmq.remoting.header.RecallMessageHeader;
import io.ringmq.remoting.header.SendMessageResponseHeader;
import io.ringmq.remoting.message.TopicNames;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.RequestCode;
import io.ringmq.remoting.protocol.ResponseCode;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends encoded messages until they are stored, refused, or out of time. Thread-safe. */
final class MessageSender {
    /** Queues that brokers give a topic they make on first use. */
    private static final int AUTO_CREATED_QUEUES = 4;

    /** What the producers of every client generation retry, and flow control. */
    static final Set<Integer> RETRIED = Set.of(
            ResponseCode.SYSTEM_ERROR,
            ResponseCode.SYSTEM_BUSY,
            ResponseCode.SERVICE_NOT_AVAILABLE,
            ResponseCode.NO_PERMISSION,
            ResponseCode.TOPIC_NOT_EXIST,
            ResponseCode.NO_BUYER_ID,
            ResponseCode.NOT_IN_CURRENT_UNIT,
            ResponseCode.GO_AWAY);

    private static final Logger LOG = LoggerFactory.getLogger(MessageSender.class);
    private static final int ATTEMPTS_PER_TIMEOUT = 3;

    private final String group;
    private final LeaderCalls calls;
    private final Clock clock;
    private final CircuitBreaker breaker;

    /** What a send adds to each of its attempts, and asks of the answer. */
    interface Marking {
        Command marked(Command request);

        /**
         * Looks at the answer.
         *
         * @throws SendException if it can not be trusted
         */
        void check(Command answer);
    }

    private static final Marking NONE = new Marking() {
        @Override
        public Command marked(Command request) {
            return request;
        }

        @Override
        public void check(Command answer) {
            // Nothing was asked for.
        }
    };

    /** Sets no ring aside. */
    MessageSender(String group, LeaderCalls calls, Clock clock) {
        this(group, calls, clock, new CircuitBreaker(CircuitBreakerLimits.off()));
    }

    MessageSender(String group, LeaderCalls calls, Clock clock, CircuitBreaker breaker) {
        this.group = group;
        this.calls = calls;
        this.clock = clock;
        this.breaker = breaker;
    }

    /**
     * Sends one message.
     *
     * @param choice picks the queue of each attempt from the writable ones, given the broker names to avoid: those that
     *     failed, and those set aside
     * @return fails with a {@link ClientException}
     */
    CompletableFuture<SendReceipt> send(
            OutgoingMessage message,
            int reconsumeTimes,
            long timeoutMs,
            BiFunction<List<MessageQueue>, Set<String>, MessageQueue> choice) {
        CallLimits limits = new CallLimits(timeoutMs, Math.max(1, timeoutMs / ATTEMPTS_PER_TIMEOUT), RETRIED);
        return send(message, reconsumeTimes, limits, choice, NONE);
    }

    /** As the method above, with marks on every attempt. */
    CompletableFuture<SendReceipt> send(
            OutgoingMessage message,
            int reconsumeTimes,
            CallLimits limits,
            BiFunction<List<MessageQueue>, Set<String>, MessageQueue> choice,
            Marking marking) {
        AtomicReference<MessageQueue> chosen = new AtomicReference<>();
        Target.Source source = (routing, avoided) -> {
            MessageQueue queue = choice.apply(writable(routing), avoided);
            chosen.set(queue);
            Command request = marking.marked(message.request(group, queue, clock.millis(), reconsumeTimes));
            return new Target(queue.brokerName(), LeaderFields.redirectable(request));
        };
        return calls.call(
                        limits, anew -> route(message.topic(), anew), new WatchedSource(source, breaker, calls::nowMs))
                .thenApply(answer -> {
                    marking.check(answer);
                    return receipt(message, Objects.requireNonNull(chosen.get()), answer);
                })
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(asClientException(message, failure)));
    }

    /** The names of brokers that are not to be used now, if there are others. */
    Set<String> setAside(List<MessageQueue> queues) {
        return breaker.avoid(queues, Set.of(), calls.nowMs());
    }

    /** Sends one message once, to the likely leader of a queue; dropped if that is not known. */
    void sendOneway(
            ClientNetwork network,
            OutgoingMessage message,
            BiFunction<List<MessageQueue>, Set<String>, MessageQueue> choice) {
        route(message.topic(), false).whenComplete((routing, failure) -> {
            if (routing == null || routing.writable().isEmpty()) {
                LOG.debug("message {} dropped: no route for topic {}", message.messageId(), message.topic());
                return;
            }
            MessageQueue queue = choice.apply(routing.writable(), setAside(routing.writable()));
            String learned = calls.routes().learnedLeader(queue.brokerName());
            String address =
                    learned == null ? routing.replicasOf(queue.brokerName()).get(0) : learned;
            network.sendOneway(address, message.request(group, queue, clock.millis(), 0));
        });
    }

    /** Recalls a message that waits for its time, where it was stored. */
    CompletableFuture<Void> recall(SendReceipt receipt, long timeoutMs) {
        String handle = receipt.recallHandle();
        if (handle == null) {
            throw new IllegalArgumentException("message " + receipt.messageId()
                    + " does not wait for its time; only those with a delay or a delivery time can be recalled");
        }
        String topic = receipt.queue().topic();
        Command request = Command.request(RequestCode.RECALL_MESSAGE, new RecallMessageHeader(group, topic, handle));
        Target target = new Target(receipt.queue().brokerName(), LeaderFields.redirectable(request));
        CallLimits limits =
                new CallLimits(timeoutMs, Math.max(1, timeoutMs / ATTEMPTS_PER_TIMEOUT), LeaderCalls.UNAVAILABLE);
        return calls.call(limits, topic, target).thenAccept(answer -> requireRecalled(receipt, answer));
    }

    private static void requireRecalled(SendReceipt receipt, Command answer) {
        if (answer.code() != ResponseCode.SUCCESS) {
            throw new SendException(
                    "message " + receipt.messageId() + " was not recalled: broker "
                            + receipt.queue().brokerName() + " answered " + answer.code() + ": " + answer.remark(),
                    answer.code(),
                    null);
        }
    }

    /** Where a message may go; a topic nobody knows goes where topics are made on first use. */
    CompletableFuture<TopicRouting> route(String topic, boolean anew) {
        return calls.route(topic, anew)
                .exceptionallyCompose(failure -> unwrap(failure) instanceof TopicNotFoundException notFound
                        ? template(topic, anew, notFound)
                        : CompletableFuture.failedFuture(failure));
    }

    private CompletableFuture<TopicRouting> template(String topic, boolean anew, TopicNotFoundException notFound) {
        return calls.route(TopicNames.AUTO_CREATE_TEMPLATE, anew)
                .thenApply(routing -> routing.asTemplateFor(topic, AUTO_CREATED_QUEUES))
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(
                        unwrap(failure) instanceof TopicNotFoundException ? notFound : failure));
    }

    /** The queues of a route that was asked for. */
    static List<MessageQueue> writable(@Nullable TopicRouting routing, @Nullable Throwable failure) {
        if (routing == null) {
            throw unwrap(failure) instanceof ClientException e ? e : new ClientException("no route", failure);
        }
        return writable(routing);
    }

    static List<MessageQueue> writable(TopicRouting routing) {
        if (routing.writable().isEmpty()) {
            throw new ClientException("no broker lets topic '" + routing.topic() + "' be written", null);
        }
        return routing.writable();
    }

    private static SendReceipt receipt(OutgoingMessage message, MessageQueue queue, Command answer) {
        SendReceipt.Durability durability = switch (answer.code()) {
            case ResponseCode.SUCCESS -> SendReceipt.Durability.AS_CONFIGURED;
            case ResponseCode.FLUSH_DISK_TIMEOUT -> SendReceipt.Durability.FLUSH_TIMEOUT;
            case ResponseCode.SLAVE_NOT_AVAILABLE -> SendReceipt.Durability.NO_REPLICA;
            case ResponseCode.FLUSH_SLAVE_TIMEOUT -> SendReceipt.Durability.REPLICA_TIMEOUT;
            default ->
                throw new SendException(
                        "broker " + queue.brokerName() + " answered " + answer.code() + ": " + answer.remark(),
                        answer.code(),
                        null);
        };
        SendMessageResponseHeader header = SendMessageResponseHeader.parse(answer);
        MessageQueue stored = new MessageQueue(queue.topic(), queue.brokerName(), header.queueId());
        return new SendReceipt(
                message.messageId(),
                header.messageId(),
                stored,
                header.queueOffset(),
                durability,
                header.recallHandle());
    }

    /** What a caller gets when a send fails in this way. */
    static ClientException asClientException(OutgoingMessage message, Throwable failure) {
        Throwable cause = unwrap(failure);
        return cause instanceof SendException || cause instanceof TopicNotFoundException
                ? (ClientException) cause
                : new SendException(
                        "message " + message.messageId() + " to topic '" + message.topic() + "' was not acknowledged: "
                                + cause.getMessage(),
                        SendException.NO_ANSWER,
                        cause);
    }

    /** Whether a broker said no, and would again. */
    static boolean isRefusal(SendException failure) {
        return failure.responseCode() != SendException.NO_ANSWER && !RETRIED.contains(failure.responseCode());
    }

    static Throwable unwrap(@Nullable Throwable failure) {
        if (failure == null) {
            return new IllegalStateException("a send ended without a receipt and without a failure");
        }
        Throwable cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? cause : failure;
    }
}
