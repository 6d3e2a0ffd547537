package io.ringmq.broker.send;

import io.ringmq.broker.state.GroupConfig;
import io.ringmq.broker.state.LockView;
import io.ringmq.broker.state.TopicConfig;
import io.ringmq.broker.topic.TopicSource;
import io.ringmq.remoting.header.SendMessageHeader;
import io.ringmq.remoting.message.TopicNames;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.CommandException;
import io.ringmq.remoting.protocol.ResponseCode;
import java.util.random.RandomGenerator;

/**
 * Decides which queue a send goes to, or why it goes nowhere. The checks come in the order stock brokers make them, so
 * that a request wrong in two ways gets the code clients expect.
 */
public final class SendRouting {
    /** Clients since this release (3.4.9) tell the maximum number of redeliveries themselves. */
    private static final int FIRST_VERSION_WITH_MAX_RECONSUME_TIMES = 121;

    private final TopicSource topics;
    private final LockView locks;
    private final RandomGenerator random;

    /** @param random chooses queues where the client leaves that to the broker; used by many threads */
    public SendRouting(TopicSource topics, LockView locks, RandomGenerator random) {
        this.topics = topics;
        this.locks = locks;
        this.random = random;
    }

    /** @throws CommandException with the code and remark to refuse the send with */
    Destination destination(Command request, SendMessageHeader header) {
        requireAllowedName(header.topic());
        TopicSource.Found topic = find(header);
        if (!topic.config().writable()) {
            throw new CommandException(
                    ResponseCode.NO_PERMISSION, "the topic[" + header.topic() + "] sending message is forbidden");
        }
        requireQueue(header, topic.config());
        if (isExhaustedRetry(request, header)) {
            String group = groupName(header.topic());
            return new Destination(topics.internal(TopicNames.deadLetter(group), 1), 0, true);
        }
        int queueId = header.queueId() >= 0 ? header.queueId() : randomQueue(topic.config());
        return new Destination(topic, queueId, false);
    }

    private static void requireAllowedName(String topic) {
        String reason = TopicNames.reasonInvalid(topic);
        if (reason != null) {
            throw new CommandException(ResponseCode.INVALID_PARAMETER, reason);
        }
        if (TopicNames.NOT_ALLOWED_TO_SEND.contains(topic)) {
            throw new CommandException(
                    ResponseCode.NO_PERMISSION, "Sending message to topic[" + topic + "] is forbidden.");
        }
    }

    private TopicSource.Found find(SendMessageHeader header) {
        if (TopicNames.isRetry(header.topic())) {
            GroupConfig group = group(header.topic());
            return topics.internal(header.topic(), Math.max(1, group.retryQueues()));
        }
        TopicSource.Found topic =
                topics.forSend(header.topic(), header.defaultTopic(), header.defaultTopicQueueCount());
        if (topic == null) {
            throw new CommandException(
                    ResponseCode.TOPIC_NOT_EXIST,
                    "topic[" + header.topic() + "] not exist, apply first please! Create it with"
                            + " 'mqadmin updateTopic', or set autoCreateTopicEnable on the brokers");
        }
        return topic;
    }

    private static String groupName(String retryTopic) {
        return retryTopic.substring(TopicNames.RETRY_PREFIX.length());
    }

    private GroupConfig group(String retryTopic) {
        String name = groupName(retryTopic);
        GroupConfig group = topics.group(name);
        if (group == null) {
            throw new CommandException(
                    ResponseCode.SUBSCRIPTION_GROUP_NOT_EXIST,
                    "subscription group not exist, " + name + ": create it with 'mqadmin updateSubGroup'");
        }
        return group;
    }

    private static void requireQueue(SendMessageHeader header, TopicConfig topic) {
        if (header.queueId() >= topic.queues() || topic.writeQueues() == 0) {
            throw new CommandException(
                    ResponseCode.INVALID_PARAMETER,
                    "request queueId[" + header.queueId() + "] is illegal, topic[" + topic.name() + "] has "
                            + topic.readQueues() + " read and " + topic.writeQueues() + " write queues");
        }
    }

    private boolean isExhaustedRetry(Command request, SendMessageHeader header) {
        if (!TopicNames.isRetry(header.topic())) {
            return false;
        }
        if (locks.holdsLocks(groupName(header.topic()))) {
            // An ordered consumer asks for redelivery only of what it has given up; later it would be out of order.
            return true;
        }
        Integer told = header.maxReconsumeTimes();
        boolean honoured = request.version() >= FIRST_VERSION_WITH_MAX_RECONSUME_TIMES;
        int max = told != null && honoured ? told : group(header.topic()).maxRetries();
        return header.reconsumeTimes() > max;
    }

    private int randomQueue(TopicConfig topic) {
        return random.nextInt(topic.writeQueues());
    }
}
