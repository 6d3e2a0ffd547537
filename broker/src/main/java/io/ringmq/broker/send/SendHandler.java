package io.ringmq.broker.send;

import io.ringmq.broker.proposal.Proposals;
import io.ringmq.broker.state.ApplyResult;
import io.ringmq.broker.state.ApplyResult.AppendedMessage;
import io.ringmq.broker.state.ApplyResult.SentBefore;
import io.ringmq.broker.timer.DeliveryTimes;
import io.ringmq.broker.traffic.Traffic;
import io.ringmq.broker.transaction.IncomingRecords;
import io.ringmq.remoting.header.SendMessageHeader;
import io.ringmq.remoting.header.SendMessageResponseHeader;
import io.ringmq.remoting.header.SequenceFields;
import io.ringmq.remoting.message.MessageIds;
import io.ringmq.remoting.message.MessageProperties;
import io.ringmq.remoting.message.PropertyNames;
import io.ringmq.remoting.message.RecallHandle;
import io.ringmq.remoting.message.WireMessage;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.CommandException;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.RequestHandler;
import io.ringmq.remoting.transport.Responder;
import io.ringmq.store.record.ProposedRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * SEND_MESSAGE (10), SEND_MESSAGE_V2 (310) and SEND_BATCH_MESSAGE (320): one proposal with all messages of the request,
 * and the topic if it is created by it. A message of a transaction is stored as a half message that nobody sees yet. Answered after the messages are committed and applied. Never blocks.
 */
public final class SendHandler implements RequestHandler {
    private final Proposals proposals;
    private final SendRouting routing;
    private final IncomingMessages incoming;
    private final IncomingRecords records;
    private final Traffic traffic;
    private final Ring ring;
    private final String idPrefix;

    /**
     * What the ring adds.
     *
     * @param name goes into what timed messages are recalled with
     * @param deduplication knows which sends are repeated, by the ids of their messages
     * @param sequences knows it by the numbers that their producer gave them
     */
    public record Ring(String name, Deduplication deduplication, Sequences sequences) {}

    /** @param traffic counts the messages taken */
    public SendHandler(
            Proposals proposals,
            SendRouting routing,
            IncomingMessages incoming,
            IncomingRecords records,
            Traffic traffic,
            Ring ring) {
        this.proposals = proposals;
        this.routing = routing;
        this.incoming = incoming;
        this.records = records;
        this.traffic = traffic;
        this.ring = ring;
        this.idPrefix = MessageIds.prefix(records.storeHost());
    }

    @Override
    public void handle(Command request, Responder responder) {
        Command refusal = proposals.refusal(request);
        if (refusal != null) {
            responder.reply(refusal);
            return;
        }
        SendMessageHeader header = SendMessageHeader.parse(request);
        Destination destination = routing.destination(request, header);
        List<WireMessage> messages =
                incoming.of(request, header, destination, responder.connection().remote());
        List<ProposedRecord> proposed = new ArrayList<>(destination.topic().creations());
        Sent sent = sent(request, destination, messages.get(0).properties());
        int first = proposed.size();
        proposed.addAll(guarded(sent, messages));
        proposals.propose(
                request,
                responder,
                proposed,
                results -> sent.heeded(request.reply(ResponseCode.SUCCESS, null)
                        .withFields(answer(results.subList(first, results.size()), messages.size(), sent))));
    }

    /** A send with numbers is known by these, whatever its topic asks for. */
    private List<ProposedRecord> guarded(Sent sent, List<WireMessage> messages) {
        List<ProposedRecord> stored = new ArrayList<>(1 + messages.size());
        if (sent.sequence != null) {
            stored.add(ring.sequences.guard(sent.sequence, sent.destination.queueId(), messages));
        }
        messages.forEach(message -> stored.add(records.of(message)));
        // What is timed is named by its time, which for a delay is another one with each attempt.
        return sent.sequence != null || sent.recallHandle != null
                ? stored
                : ring.deduplication.guarded(sent.destination, sent.uniqueKey, messages, stored);
    }

    private Map<String, String> answer(List<@Nullable Object> results, int messages, Sent sent) {
        Object first = results.get(0);
        if (first instanceof ApplyResult.Rejected rejected && sent.sequence != null) {
            throw Sequences.refusal(rejected);
        }
        return first instanceof SentBefore before
                ? sentBefore(before, sent)
                : fields(results.subList(results.size() - messages, results.size()), sent);
    }

    private Map<String, String> sentBefore(SentBefore before, Sent sent) {
        String ids = ring.deduplication.messageIds(idPrefix, sent.destination.topicName(), before);
        String handle = before.dueMs() == 0
                ? null
                : recallHandle(sent.destination, sent.uniqueKey, Long.toString(before.dueMs()));
        return fields(new SendMessageResponseHeader(
                ids, before.queueId(), before.queueOffset(), sent.uniqueKey, null, handle));
    }

    /**
     * What the answer tells besides the results.
     *
     * @param uniqueKey of the first message
     * @param recallHandle of a message that waits for its time, null for any other
     * @param sequence of a producer that numbers its messages, else null
     */
    private record Sent(
            Destination destination,
            @Nullable String uniqueKey,
            @Nullable String recallHandle,
            @Nullable SequenceFields sequence) {

        /** The answer, with the word that the numbers were heeded. */
        Command heeded(Command answer) {
            return sequence == null ? answer : SequenceFields.withProducerId(answer, sequence.producerId());
        }
    }

    private Sent sent(Command request, Destination destination, String properties) {
        String uniqueKey = MessageProperties.find(properties, PropertyNames.UNIQ_KEY);
        String handle = recallHandle(destination, uniqueKey, DeliveryTimes.dueMs(properties));
        return new Sent(destination, uniqueKey, handle, SequenceFields.of(request));
    }

    private @Nullable String recallHandle(Destination destination, @Nullable String uniqueKey, @Nullable String dueMs) {
        return dueMs == null || uniqueKey == null
                ? null
                : new RecallHandle(destination.topicName(), ring.name, Long.parseLong(dueMs), uniqueKey).encode();
    }

    private Map<String, String> fields(List<@Nullable Object> results, Sent sent) {
        StringBuilder ids = new StringBuilder();
        long firstQueueOffset = appended(results.get(0)).queueOffset();
        long sizeBytes = 0;
        for (Object result : results) {
            AppendedMessage message = appended(result);
            sizeBytes += message.sizeBytes();
            ids.append(ids.length() == 0 ? "" : ",").append(MessageIds.encode(idPrefix, message.physicalOffset()));
        }
        traffic.stored(sent.destination.topicName(), results.size(), sizeBytes);
        return fields(new SendMessageResponseHeader(
                ids.toString(), sent.destination.queueId(), firstQueueOffset, sent.uniqueKey, null, sent.recallHandle));
    }

    private static Map<String, String> fields(SendMessageResponseHeader header) {
        Map<String, String> fields = header.toFields();
        fields.put(PropertyNames.MSG_REGION, PropertyStamp.REGION);
        fields.put(PropertyNames.TRACE_ON, PropertyStamp.TRACE_ON);
        return fields;
    }

    /** The topic may have been deleted between the check and the application; then nothing was stored. */
    private static AppendedMessage appended(@Nullable Object result) {
        if (result instanceof AppendedMessage message) {
            return message;
        }
        if (result instanceof ApplyResult.Rejected rejected) {
            throw new CommandException(ResponseCode.TOPIC_NOT_EXIST, rejected.detail());
        }
        throw new IllegalStateException("a message was applied with the result " + result);
    }
}
