package io.ringmq.broker.message;

import io.ringmq.broker.state.Records;
import io.ringmq.broker.state.SystemTopics;
import io.ringmq.broker.state.TimerRecords;
import io.ringmq.remoting.message.DelayLevels;
import io.ringmq.remoting.message.MessageLayout;
import io.ringmq.remoting.message.MessageProperties;
import io.ringmq.remoting.message.PropertyNames;
import io.ringmq.remoting.message.WireMessage;
import io.ringmq.remoting.protocol.CommandException;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.store.record.ProposedRecord;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/**
 * Makes records of messages: stamps who stores them and when, and sends those with a delay level through the schedule
 * topic. Thread-safe.
 *
 * <p>A delayed message waits in the queue {@code level - 1} of the schedule topic, its destination in the properties
 * REAL_TOPIC and REAL_QID, where stock tools look for it.
 */
public final class MessageRecords {
    private final InetSocketAddress storeHost;
    private final StoreClock clock;
    private final DelayLevels levels;

    /** @param storeHost resolved address that clients reach this node by */
    public MessageRecords(InetSocketAddress storeHost, StoreClock clock, DelayLevels levels) {
        this.storeHost = storeHost;
        this.clock = clock;
        this.levels = levels;
    }

    /**
     * The record of a message.
     *
     * @throws CommandException MESSAGE_ILLEGAL if its properties are too long or its delay level is no number
     */
    public ProposedRecord of(WireMessage message) {
        return Records.message(encoded(delayed(message)));
    }

    private ByteBuffer encoded(WireMessage message) {
        WireMessage stored = stamped(message);
        try {
            return MessageLayout.encode(stored);
        } catch (IllegalArgumentException e) {
            throw new CommandException(
                    ResponseCode.MESSAGE_ILLEGAL, "the message cannot be stored: " + e.getMessage(), e);
        }
    }

    /** The message with who stores it, and when. */
    public WireMessage stamped(WireMessage message) {
        return message.withOffsets(0, 0).withStore(clock.nextMs(), storeHost);
    }

    /**
     * The record of a message as it was sent: one with the property TIMER_OUT_MS waits until that time.
     *
     * @throws CommandException as {@link #of}
     */
    public ProposedRecord ofSent(WireMessage message) {
        String due = MessageProperties.find(message.properties(), PropertyNames.TIMER_OUT_MS);
        if (due == null) {
            return of(message);
        }
        String uniqueId = MessageProperties.find(message.properties(), PropertyNames.UNIQ_KEY);
        if (uniqueId == null) {
            throw new IllegalStateException("a message that was sent has a unique id by now");
        }
        long idHash = TimerRecords.idHash(message.topic(), uniqueId);
        return TimerRecords.set(Long.parseLong(due), idHash, encoded(message));
    }

    /** The delay level with the shortest delay that is not below this, or the highest one. At least 1. */
    public int levelFor(long delayMs) {
        return levels.levelFor(delayMs);
    }

    /** The address that is part of the ids of messages stored here. */
    public InetSocketAddress storeHost() {
        return storeHost;
    }

    private WireMessage delayed(WireMessage message) {
        int level = levels.clamp(delayLevel(message));
        if (level < 1) {
            return message;
        }
        String properties = MessageProperties.with(message.properties(), PropertyNames.DELAY, Integer.toString(level));
        properties = MessageProperties.with(properties, PropertyNames.REAL_TOPIC, message.topic());
        properties = MessageProperties.with(properties, PropertyNames.REAL_QID, Integer.toString(message.queueId()));
        return message.withTopic(SystemTopics.SCHEDULE).withQueueId(level - 1).withProperties(properties);
    }

    private static int delayLevel(WireMessage message) {
        String level = MessageProperties.find(message.properties(), PropertyNames.DELAY);
        if (level == null) {
            return 0;
        }
        try {
            return Integer.parseInt(level);
        } catch (NumberFormatException e) {
            throw new CommandException(
                    ResponseCode.MESSAGE_ILLEGAL,
                    "the property DELAY is '" + level + "', it must be the number of a delay level",
                    e);
        }
    }
}
