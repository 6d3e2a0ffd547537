package io.ringmq.broker.transaction;

import io.ringmq.broker.message.MessageRecords;
import io.ringmq.broker.state.PendingTransaction;
import io.ringmq.broker.state.TransactionEnd;
import io.ringmq.broker.state.TransactionFate;
import io.ringmq.broker.state.TransactionRecords;
import io.ringmq.broker.topic.TopicSource;
import io.ringmq.remoting.message.MessageLayout;
import io.ringmq.remoting.message.MessageProperties;
import io.ringmq.remoting.message.PropertyNames;
import io.ringmq.remoting.message.SysFlags;
import io.ringmq.remoting.message.TopicNames;
import io.ringmq.remoting.message.WireMessage;
import io.ringmq.remoting.protocol.CommandException;
import io.ringmq.store.record.ProposedRecord;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the records that end transactions: the end and, on condition that the transaction was pending, the message where
 * it goes. Both are in one entry of the log, so that whatever happens there is one message or none. Thread-safe.
 */
final class TransactionEnds {
    private static final Logger LOG = LoggerFactory.getLogger(TransactionEnds.class);
    private static final int QUEUES = 1;

    private final MessageRecords records;
    private final TopicSource topics;

    TransactionEnds(MessageRecords records, TopicSource topics) {
        this.records = records;
        this.topics = topics;
    }

    static List<ProposedRecord> rollback(PendingTransaction half) {
        return List.of(TransactionRecords.end(TransactionEnd.rollback(half.number())));
    }

    /**
     * The message goes to its topic.
     *
     * @param halfMessage in the wire layout
     */
    List<ProposedRecord> commit(PendingTransaction half, ByteBuffer halfMessage) {
        WireMessage message = IncomingRecords.withoutTransaction(MessageLayout.read(halfMessage));
        message = message.withSysFlag(SysFlags.withTransaction(message.sysFlag(), SysFlags.TRANSACTION_COMMIT))
                .withPreparedTransactionOffset(half.physicalOffset());
        return List.of(end(half, TransactionFate.COMMITTED, message), records.of(message));
    }

    private static ProposedRecord end(PendingTransaction half, TransactionFate fate, WireMessage target) {
        return TransactionRecords.end(new TransactionEnd(half.number(), fate, target.topic(), target.queueId(), 1));
    }

    /** The message goes where people look for those that nobody ended. */
    List<ProposedRecord> giveUp(PendingTransaction half, ByteBuffer halfMessage) {
        WireMessage message = MessageLayout.read(halfMessage);
        TopicSource.Found topic = topics.internal(TopicNames.CHECKED_TOO_OFTEN, QUEUES);
        WireMessage resting = IncomingRecords.withoutTransaction(message)
                .withTopic(TopicNames.CHECKED_TOO_OFTEN)
                .withQueueId(0)
                .withPreparedTransactionOffset(half.physicalOffset());
        List<ProposedRecord> proposed = new ArrayList<>(topic.creations());
        proposed.add(end(half, TransactionFate.GIVEN_UP, resting));
        proposed.add(told(resting, message, half));
        return proposed;
    }

    /** Where the message was to go is left out where there is no room for it. */
    private ProposedRecord told(WireMessage resting, WireMessage message, PendingTransaction half) {
        String properties = MessageProperties.with(resting.properties(), PropertyNames.REAL_TOPIC, message.topic());
        properties = MessageProperties.with(properties, PropertyNames.REAL_QID, Integer.toString(message.queueId()));
        properties = MessageProperties.with(
                properties, PropertyNames.TRANSACTION_CHECK_TIMES, Integer.toString(half.checks()));
        try {
            return records.of(resting.withProperties(properties));
        } catch (CommandException e) {
            LOG.debug("the properties of transaction {} are too long for its history", half.number(), e);
            return records.of(resting);
        }
    }
}
