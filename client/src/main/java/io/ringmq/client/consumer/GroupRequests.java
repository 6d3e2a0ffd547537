package io.ringmq.client.consumer;

import io.ringmq.client.call.CallLimits;
import io.ringmq.client.call.LeaderCalls;
import io.ringmq.client.call.Target;
import io.ringmq.client.route.ClientException;
import io.ringmq.remoting.body.ConsumerListBody;
import io.ringmq.remoting.body.MessageQueue;
import io.ringmq.remoting.header.ConsumerSendMessageBackHeader;
import io.ringmq.remoting.header.GetConsumerListHeader;
import io.ringmq.remoting.header.OffsetResponseHeader;
import io.ringmq.remoting.header.PullMessageHeader;
import io.ringmq.remoting.header.QueryConsumerOffsetHeader;
import io.ringmq.remoting.header.QueueOffsetHeader;
import io.ringmq.remoting.header.UpdateConsumerOffsetHeader;
import io.ringmq.remoting.message.MessageProperties;
import io.ringmq.remoting.message.PropertyNames;
import io.ringmq.remoting.message.WireMessage;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.Header;
import io.ringmq.remoting.protocol.HeaderEncoding;
import io.ringmq.remoting.protocol.RequestCode;
import io.ringmq.remoting.protocol.ResponseCode;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The requests a member of a group makes. Every result fails with a {@link ClientException}. Thread-safe. */
final class GroupRequests {
    /** How long a broker holds a pull while there is nothing to read. */
    static final int SUSPEND_MS = 15_000;

    /** Messages of one pull; brokers may send fewer. */
    static final int MAX_PULLED_MESSAGES = 1_024;

    /** Bytes of one pull, but for a single message that is larger; brokers may send fewer. */
    static final int MAX_PULLED_BYTES = 1 << 20;

    private static final int TIMEOUT_MS = 5_000;
    private static final int ATTEMPT_TIMEOUT_MS = 2_000;
    private static final CallLimits LIMITS = new CallLimits(TIMEOUT_MS, ATTEMPT_TIMEOUT_MS, LeaderCalls.UNAVAILABLE);
    private static final CallLimits PULL_LIMITS =
            new CallLimits(2L * (SUSPEND_MS + TIMEOUT_MS), SUSPEND_MS + TIMEOUT_MS, LeaderCalls.UNAVAILABLE);

    private final ConsumerOptions options;
    private final LeaderCalls calls;

    GroupRequests(ConsumerOptions options, LeaderCalls calls) {
        this.options = options;
        this.calls = calls;
    }

    /** Asks one ring of a topic for the group's members. */
    CompletableFuture<List<String>> members(String topic, String brokerName) {
        Command request =
                Command.request(RequestCode.GET_CONSUMER_LIST_BY_GROUP, new GetConsumerListHeader(options.group()));
        return calls.call(LIMITS, topic, new Target(brokerName, request))
                .thenApply(answer ->
                        ConsumerListBody.decode(successful(answer).body()).consumerIdList());
    }

    /** Where the group goes on in a queue: at its offset, or where it begins. */
    CompletableFuture<Long> firstOffset(MessageQueue queue, StartPosition ifNone) {
        QueryConsumerOffsetHeader header =
                new QueryConsumerOffsetHeader(options.group(), queue.topic(), queue.queueId(), false);
        return call(queue, RequestCode.QUERY_CONSUMER_OFFSET, header).thenCompose(answer -> {
            if (answer.code() != ResponseCode.QUERY_NOT_FOUND) {
                return CompletableFuture.completedFuture(offset(answer));
            }
            int code = ifNone == StartPosition.LATEST ? RequestCode.GET_MAX_OFFSET : RequestCode.GET_MIN_OFFSET;
            return call(queue, code, new QueueOffsetHeader(queue.topic(), queue.queueId(), true))
                    .thenApply(GroupRequests::offset);
        });
    }

    /** Stores the offset the group goes on from. */
    CompletableFuture<Command> commit(MessageQueue queue, long offset) {
        UpdateConsumerOffsetHeader header =
                new UpdateConsumerOffsetHeader(options.group(), queue.topic(), queue.queueId(), offset);
        return call(queue, RequestCode.UPDATE_CONSUMER_OFFSET, header).thenApply(GroupRequests::successful);
    }

    /**
     * Reads messages from the next offset on, or waits for some, and stores the group's offset.
     *
     * @param maxMessages room for messages
     * @param maxBytes room for bytes
     */
    CompletableFuture<Command> pull(
            MessageQueue queue, Subscription subscription, OffsetTracker offsets, int maxMessages, long maxBytes) {
        long committed = offsets.committable();
        int flags = PullMessageHeader.SUSPEND | PullMessageHeader.SUBSCRIPTION;
        PullMessageHeader header = new PullMessageHeader(
                options.group(),
                queue.topic(),
                queue.queueId(),
                offsets.next(),
                Math.min(MAX_PULLED_MESSAGES, maxMessages),
                committed > 0 ? flags | PullMessageHeader.COMMIT_OFFSET : flags,
                committed,
                SUSPEND_MS,
                subscription.expression(),
                subscription.version(),
                null,
                (int) Math.min(MAX_PULLED_BYTES, maxBytes));
        Command request = Command.request(RequestCode.PULL_MESSAGE, header).withEncoding(HeaderEncoding.BINARY);
        Target target = new Target(queue.brokerName(), request);
        return calls.call(PULL_LIMITS, queue.topic(), target);
    }

    /** Asks the ring that stores a message to deliver it again later. */
    CompletableFuture<Command> sendBack(MessageQueue queue, WireMessage message) {
        ConsumerSendMessageBackHeader header = new ConsumerSendMessageBackHeader(
                message.physicalOffset(),
                options.group(),
                0,
                MessageProperties.find(message.properties(), PropertyNames.UNIQ_KEY),
                message.topic(),
                false,
                options.maxReconsumeTimes());
        return call(queue, RequestCode.CONSUMER_SEND_MSG_BACK, header).thenApply(GroupRequests::successful);
    }

    private CompletableFuture<Command> call(MessageQueue queue, int code, Header header) {
        return calls.call(LIMITS, queue.topic(), new Target(queue.brokerName(), Command.request(code, header)));
    }

    private static long offset(Command answer) {
        return OffsetResponseHeader.parse(successful(answer)).offset();
    }

    private static Command successful(Command answer) {
        if (answer.code() != ResponseCode.SUCCESS) {
            throw new ClientException("a broker answered " + answer.code() + ": " + answer.remark(), null);
        }
        return answer;
    }
}
