package io.ringmq.broker.send;

import io.ringmq.broker.state.ApplyResult.SentBefore;
import io.ringmq.broker.state.QueueView;
import io.ringmq.broker.state.Records;
import io.ringmq.broker.transaction.IncomingRecords;
import io.ringmq.remoting.message.MessageIds;
import io.ringmq.remoting.message.MessageProperties;
import io.ringmq.remoting.message.PropertyNames;
import io.ringmq.remoting.message.TopicNames;
import io.ringmq.remoting.message.WireMessage;
import io.ringmq.store.queue.QueueEntry;
import io.ringmq.store.record.ProposedRecord;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a send that a producer repeats from being stored again, in topics that ask for it. A producer that has not heard
 * what became of a send repeats it under the same unique message ids; it is answered with what became of the first one.
 * Thread-safe.
 *
 * <p>What consumers send back for redelivery has the unique id of its original and is no repetition of it, so retry and
 * dead-letter topics take everything. Half messages are known by their transactions.
 */
public final class Deduplication {
    /** Beyond this nobody's client makes ids; what has such a one is stored as often as it is sent. */
    private static final int MAX_ID_CHARS = 255;

    private final QueueView queues;
    private final Clock clock;

    /** @param queues tells where the messages of a batch lie that was stored before */
    public Deduplication(QueueView queues, Clock clock) {
        this.queues = queues;
        this.clock = clock;
    }

    /**
     * The records of a send's messages, such that they are stored unless the send was stored before.
     *
     * @param records of the messages
     * @return as many, or one more in front of them
     */
    List<ProposedRecord> guarded(
            Destination destination,
            @Nullable String uniqueId,
            List<WireMessage> messages,
            List<ProposedRecord> records) {
        String topic = destination.topicName();
        if (uniqueId == null
                || uniqueId.length() > MAX_ID_CHARS
                || !destination.topic().config().deduplicates()
                || TopicNames.isRetry(topic)
                || TopicNames.isDeadLetter(topic)
                || IncomingRecords.isHalf(messages.get(0))) {
            return records;
        }
        if (messages.size() == 1 && !isDelayed(messages.get(0))) {
            return List.of(Records.messageOnce(records.get(0)));
        }
        List<ProposedRecord> guarded = new ArrayList<>(1 + records.size());
        guarded.add(Records.sendOnce(topic, destination.queueId(), clock.millis(), uniqueId, messages.size()));
        guarded.addAll(records);
        return guarded;
    }

    /** Such a message is stored elsewhere than where it was sent to. */
    private static boolean isDelayed(WireMessage message) {
        return MessageProperties.find(message.properties(), PropertyNames.DELAY) != null;
    }

    /** The message ids that answered the first send, joined by commas; one that was deleted meanwhile is left out. */
    String messageIds(String idPrefix, String topic, SentBefore sent) {
        if (sent.messages() == 1 && sent.physicalOffset() >= 0) {
            return MessageIds.encode(idPrefix, sent.physicalOffset());
        }
        return queues.read(topic, sent.queueId(), sent.queueOffset(), sent.messages()).stream()
                .map(QueueEntry::physicalOffset)
                .map(offset -> MessageIds.encode(idPrefix, offset))
                .collect(Collectors.joining(","));
    }
}
