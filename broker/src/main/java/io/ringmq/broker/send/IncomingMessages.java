package io.ringmq.broker.send;

import io.ringmq.broker.state.TopicConfig;
import io.ringmq.broker.timer.DeliveryTimes;
import io.ringmq.broker.transaction.IncomingRecords;
import io.ringmq.remoting.header.SendMessageHeader;
import io.ringmq.remoting.message.BatchBody;
import io.ringmq.remoting.message.BatchEntry;
import io.ringmq.remoting.message.MalformedMessageException;
import io.ringmq.remoting.message.MessageProperties;
import io.ringmq.remoting.message.PropertyNames;
import io.ringmq.remoting.message.SysFlags;
import io.ringmq.remoting.message.TopicNames;
import io.ringmq.remoting.message.UniqueMessageIds;
import io.ringmq.remoting.message.WireMessage;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.CommandException;
import io.ringmq.remoting.protocol.ResponseCode;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes the messages of a send out of the request: one, or those of a batch. Thread-safe. */
public final class IncomingMessages {
    private final SendLimits limits;
    private final DeliveryTimes times;
    private final PropertyStamp stamp;

    /**
     * @param ids for messages whose client gave them none
     * @param clock from which delays are counted
     */
    public IncomingMessages(String clusterName, SendLimits limits, UniqueMessageIds ids, Clock clock) {
        this.limits = limits;
        this.times = new DeliveryTimes(clock, limits.maxDelayMs());
        this.stamp = new PropertyStamp(clusterName, ids);
    }

    /** @throws CommandException with the code and remark to refuse the send with */
    List<WireMessage> of(
            Command request, SendMessageHeader header, Destination destination, InetSocketAddress bornHost) {
        int bodyBytes = request.body().remaining();
        if (bodyBytes > limits.maxBodyBytes()) {
            throw new CommandException(
                    ResponseCode.MESSAGE_ILLEGAL,
                    "the message body has " + bodyBytes + " bytes, the maximum is " + limits.maxBodyBytes()
                            + ": send less at once, or raise maxMessageBytes on the brokers");
        }
        WireMessage whole = message(request, header, destination, bornHost);
        return header.batch() ? batch(whole) : List.of(whole);
    }

    private WireMessage message(
            Command request, SendMessageHeader header, Destination destination, InetSocketAddress bornHost) {
        // What a consumer sends back, or a broker's dead letter, was committed before.
        boolean again = TopicNames.isRetry(destination.topicName()) || destination.deadLetter();
        boolean multiTag = destination.topic().config().filterType().equals(TopicConfig.MULTI_TAG);
        WireMessage message = new WireMessage(
                destination.topicName(),
                destination.queueId(),
                header.flag(),
                0,
                0,
                multiTag ? header.sysFlag() | SysFlags.MULTI_TAGS : header.sysFlag(),
                header.bornTimestampMs(),
                bornHost,
                0,
                bornHost,
                header.reconsumeTimes(),
                0,
                request.body(),
                header.batch() ? header.properties() : stamp.stamped(delayed(header, destination)));
        return again ? IncomingRecords.withoutTransaction(message) : requireNotBoth(message);
    }

    private String delayed(SendMessageHeader header, Destination destination) {
        return destination.deadLetter()
                ? DeliveryTimes.undelayed(header.properties())
                : times.stamped(header.properties());
    }

    private static WireMessage requireNotBoth(WireMessage message) {
        if (DeliveryTimes.dueMs(message.properties()) != null && IncomingRecords.isHalf(message)) {
            throw new CommandException(
                    ResponseCode.MESSAGE_ILLEGAL,
                    "timer message illegal: a message of a transaction is delivered when it is committed, it cannot"
                            + " have a time of its own");
        }
        return message;
    }

    private List<WireMessage> batch(WireMessage whole) {
        if (TopicNames.isRetry(whole.topic()) || TopicNames.isDeadLetter(whole.topic())) {
            throw new CommandException(ResponseCode.MESSAGE_ILLEGAL, "batch request does not support retry group");
        }
        List<BatchEntry> entries = decode(whole);
        List<WireMessage> messages = new ArrayList<>(entries.size());
        Map<String, String> shared = MessageProperties.parse(whole.properties());
        shared.remove(PropertyNames.UNIQ_KEY);
        for (BatchEntry entry : entries) {
            String properties = PropertyStamp.merged(entry.properties(), shared);
            // Stock brokers deliver batches at once whatever their delay level; so does this one.
            properties = MessageProperties.without(properties, PropertyNames.DELAY);
            WireMessage part = part(whole, entry, stamp.stamped(untimed(properties)));
            if (IncomingRecords.isHalf(part)) {
                throw new CommandException(
                        ResponseCode.MESSAGE_ILLEGAL,
                        "the batch is refused: a message of a transaction cannot be part of one, send it alone");
            }
            messages.add(part);
        }
        return messages;
    }

    /** What is too early can not be taken back, so this differs from stock brokers, which deliver them at once. */
    private String untimed(String properties) {
        String stamped = times.stamped(properties);
        if (DeliveryTimes.dueMs(stamped) != null) {
            throw new CommandException(
                    ResponseCode.MESSAGE_ILLEGAL,
                    "the batch is refused: it holds messages that are to be delivered later, send each alone");
        }
        return stamped;
    }

    private List<BatchEntry> decode(WireMessage whole) {
        try {
            List<BatchEntry> entries = BatchBody.decode(whole.body().duplicate());
            if (entries.size() > limits.maxBatchMessages()) {
                throw new MalformedMessageException("it holds " + entries.size() + " messages, at most "
                        + limits.maxBatchMessages() + " are taken");
            }
            return entries;
        } catch (MalformedMessageException e) {
            throw new CommandException(ResponseCode.MESSAGE_ILLEGAL, "the batch is refused: " + e.getMessage(), e);
        }
    }

    private static WireMessage part(WireMessage whole, BatchEntry entry, String properties) {
        return new WireMessage(
                whole.topic(),
                whole.queueId(),
                entry.flag(),
                0,
                0,
                whole.sysFlag(),
                whole.bornTimestampMs(),
                whole.bornHost(),
                0,
                whole.storeHost(),
                whole.reconsumeTimes(),
                0,
                entry.body(),
                properties);
    }
}
