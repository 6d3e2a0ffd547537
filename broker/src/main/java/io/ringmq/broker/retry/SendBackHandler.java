package io.ringmq.broker.retry;

import io.ringmq.broker.message.MessageRecords;
import io.ringmq.broker.message.StoredMessages;
import io.ringmq.broker.proposal.Proposals;
import io.ringmq.broker.state.GroupConfig;
import io.ringmq.broker.state.RetryPolicy;
import io.ringmq.broker.topic.TopicSource;
import io.ringmq.remoting.header.ConsumerSendMessageBackHeader;
import io.ringmq.remoting.message.MessageIds;
import io.ringmq.remoting.message.MessageLayout;
import io.ringmq.remoting.message.MessageProperties;
import io.ringmq.remoting.message.PropertyNames;
import io.ringmq.remoting.message.TopicNames;
import io.ringmq.remoting.message.WireMessage;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.CommandException;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.RequestHandler;
import io.ringmq.remoting.transport.Responder;
import io.ringmq.store.record.ProposedRecord;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * CONSUMER_SEND_MSG_BACK (36): a consumer could not handle a message. The message is stored once more, in the retry
 * topic of the group at a delay level that grows with the attempts, or in its dead-letter topic after the last one. A
 * group with a retry policy gets the level with the shortest delay that is not below the policy's. Reads the log, so it belongs on a worker.
 */
public final class SendBackHandler implements RequestHandler {
    /** Delay level of the first redelivery, 10 s; each further one is a level higher. */
    private static final int FIRST_DELAY_LEVEL = 3;

    private final Proposals proposals;
    private final TopicSource topics;
    private final StoredMessages stored;
    private final MessageRecords records;
    private final RandomGenerator random;

    public SendBackHandler(
            Proposals proposals,
            TopicSource topics,
            StoredMessages stored,
            MessageRecords records,
            RandomGenerator random) {
        this.proposals = proposals;
        this.topics = topics;
        this.stored = stored;
        this.records = records;
        this.random = random;
    }

    @Override
    public void handle(Command request, Responder responder) {
        Command refusal = proposals.refusal(request);
        if (refusal != null) {
            responder.reply(refusal);
            return;
        }
        ConsumerSendMessageBackHeader header = ConsumerSendMessageBackHeader.parse(request);
        GroupConfig group = group(header.consumerGroup());
        if (group.retryQueues() <= 0) {
            responder.reply(request.reply(ResponseCode.SUCCESS, null));
            return;
        }
        WireMessage original = original(header.physicalOffset());
        boolean dead = isDead(header, group, original);
        TopicSource.Found topic = dead
                ? topics.internal(TopicNames.deadLetter(group.name()), 1)
                : topics.internal(TopicNames.retry(group.name()), group.retryQueues());
        requireWritable(topic);
        List<ProposedRecord> proposed = new ArrayList<>(topic.creations());
        int delayLevel = dead ? 0 : delayLevel(header, group, original.reconsumeTimes());
        proposed.add(records.of(again(original, topic, delayLevel)));
        proposals.propose(request, responder, proposed, results -> request.reply(ResponseCode.SUCCESS, null));
    }

    private GroupConfig group(String name) {
        GroupConfig group = topics.group(name);
        if (group == null) {
            throw new CommandException(
                    ResponseCode.SUBSCRIPTION_GROUP_NOT_EXIST,
                    "subscription group not exist, " + name + ": create it with 'mqadmin updateSubGroup'");
        }
        return group;
    }

    private WireMessage original(long physicalOffset) {
        ByteBuffer bytes = stored.at(physicalOffset);
        if (bytes == null) {
            throw new CommandException(
                    ResponseCode.SYSTEM_ERROR, "look message by offset failed, no message starts at " + physicalOffset);
        }
        return MessageLayout.read(bytes);
    }

    private static boolean isDead(ConsumerSendMessageBackHeader header, GroupConfig group, WireMessage original) {
        Integer told = header.maxReconsumeTimes();
        int max = told == null ? group.maxRetries() : told;
        return header.delayLevel() < 0 || original.reconsumeTimes() >= max;
    }

    private static void requireWritable(TopicSource.Found topic) {
        if (!topic.config().writable()) {
            throw new CommandException(
                    ResponseCode.NO_PERMISSION,
                    "the topic[" + topic.config().name() + "] sending message is forbidden");
        }
    }

    /** Level at which the message waits: what the consumer asks for, else what the group's policy or the attempts say. */
    private int delayLevel(ConsumerSendMessageBackHeader header, GroupConfig group, int attempts) {
        if (header.delayLevel() > 0) {
            return header.delayLevel();
        }
        RetryPolicy policy = group.retryPolicy();
        return policy == null ? FIRST_DELAY_LEVEL + attempts : records.levelFor(policy.delayMs(attempts));
    }

    /** @param delayLevel 0 for the dead-letter topic */
    private WireMessage again(WireMessage original, TopicSource.Found topic, int delayLevel) {
        int queueId =
                delayLevel == 0 ? 0 : random.nextInt(Math.max(1, topic.config().writeQueues()));
        return original.withTopic(topic.config().name())
                .withQueueId(queueId)
                .withReconsumeTimes(original.reconsumeTimes() + 1)
                .withProperties(properties(original, delayLevel));
    }

    private static String properties(WireMessage original, int delayLevel) {
        String properties = original.properties();
        if (MessageProperties.find(properties, PropertyNames.RETRY_TOPIC) == null) {
            properties = MessageProperties.with(properties, PropertyNames.RETRY_TOPIC, original.topic());
        }
        if (MessageProperties.find(properties, PropertyNames.ORIGIN_MESSAGE_ID) == null) {
            String id = MessageIds.encode(original.storeHost(), original.physicalOffset());
            properties = MessageProperties.with(properties, PropertyNames.ORIGIN_MESSAGE_ID, id);
        }
        return delayLevel == 0
                ? MessageProperties.without(properties, PropertyNames.DELAY)
                : MessageProperties.with(properties, PropertyNames.DELAY, Integer.toString(delayLevel));
    }
}
