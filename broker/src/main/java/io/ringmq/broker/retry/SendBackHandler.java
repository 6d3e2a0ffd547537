package io.ringmq.broker.retry;

import io.ringmq.broker.message.MessageRecords;
import io.ringmq.broker.message.StoredMessages;
import io.ringmq.broker.proposal.Proposals;
import io.ringmq.broker.state.GroupConfig;
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
 * topic of the group at a delay level that grows with the attempts, or in its dead-letter topic after the last one.
 * Reads the log, so it belongs on a worker.
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
        proposed.add(records.of(again(header, original, topic, dead)));
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

    private WireMessage again(
            ConsumerSendMessageBackHeader header, WireMessage original, TopicSource.Found topic, boolean dead) {
        int queueId = dead ? 0 : random.nextInt(Math.max(1, topic.config().writeQueues()));
        return original.withTopic(topic.config().name())
                .withQueueId(queueId)
                .withReconsumeTimes(original.reconsumeTimes() + 1)
                .withProperties(properties(header, original, dead));
    }

    private static String properties(ConsumerSendMessageBackHeader header, WireMessage original, boolean dead) {
        String properties = original.properties();
        if (MessageProperties.find(properties, PropertyNames.RETRY_TOPIC) == null) {
            properties = MessageProperties.with(properties, PropertyNames.RETRY_TOPIC, original.topic());
        }
        if (MessageProperties.find(properties, PropertyNames.ORIGIN_MESSAGE_ID) == null) {
            String id = MessageIds.encode(original.storeHost(), original.physicalOffset());
            properties = MessageProperties.with(properties, PropertyNames.ORIGIN_MESSAGE_ID, id);
        }
        if (dead) {
            return MessageProperties.without(properties, PropertyNames.DELAY);
        }
        int level = header.delayLevel() > 0 ? header.delayLevel() : FIRST_DELAY_LEVEL + original.reconsumeTimes();
        return MessageProperties.with(properties, PropertyNames.DELAY, Integer.toString(level));
    }
}
