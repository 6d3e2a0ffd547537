package io.ringmq.broker.send;

import io.ringmq.broker.state.TopicConfig;
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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes the messages of a send out of the request: one, or those of a batch. Thread-safe. */
public final class IncomingMessages {
    /** Region that stock clients report to their trace; nobody sets another. */
    static final String REGION = "DefaultRegion";

    /** Whether clients write message traces; they switch that on themselves, this is the broker's consent. */
    static final String TRACE_ON = "true";

    private static final List<String> TIMER_PROPERTIES =
            List.of(PropertyNames.TIMER_DELAY_SEC, PropertyNames.TIMER_DELAY_MS, PropertyNames.TIMER_DELIVER_MS);

    private static final String END_OF_PROPERTY = String.valueOf(MessageProperties.ENTRY_SEPARATOR);

    /** What a broker takes out of the properties of a batch's message. */
    private static final List<String> CHANGED_PROPERTIES =
            List.of(PropertyNames.DELAY, PropertyNames.POP_CK, PropertyNames.WAIT);

    private final String clusterName;
    private final SendLimits limits;
    private final UniqueMessageIds ids;

    /** @param ids for messages whose client gave them none */
    public IncomingMessages(String clusterName, SendLimits limits, UniqueMessageIds ids) {
        this.clusterName = clusterName;
        this.limits = limits;
        this.ids = ids;
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
        Map<String, String> properties = MessageProperties.parse(header.properties());
        requireSupported(header, properties);
        if (destination.deadLetter()) {
            properties.remove(PropertyNames.DELAY);
        }
        complete(properties);
        boolean multiTag = destination.topic().config().filterType().equals(TopicConfig.MULTI_TAG);
        return new WireMessage(
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
                encode(properties));
    }

    /** Storing what this broker cannot do yet as an ordinary message would deliver it at once: too early, or unasked. */
    private static void requireSupported(SendMessageHeader header, Map<String, String> properties) {
        boolean prepared = SysFlags.transaction(header.sysFlag()) == SysFlags.TRANSACTION_PREPARED;
        if (prepared || Boolean.parseBoolean(properties.get(PropertyNames.TRAN_MSG))) {
            throw new CommandException(
                    ResponseCode.NO_PERMISSION, "sending transaction message is forbidden: not supported yet");
        }
        if (TIMER_PROPERTIES.stream().anyMatch(properties::containsKey)) {
            throw new CommandException(
                    ResponseCode.SYSTEM_ERROR,
                    "accurate timer message is not enabled: use one of the delay levels (property DELAY)");
        }
    }

    private void complete(Map<String, String> properties) {
        properties.computeIfAbsent(PropertyNames.UNIQ_KEY, absent -> ids.next());
        properties.put(PropertyNames.MSG_REGION, REGION);
        properties.put(PropertyNames.TRACE_ON, TRACE_ON);
        properties.put(PropertyNames.CLUSTER, clusterName);
        properties.remove(PropertyNames.POP_CK);
        if (Boolean.parseBoolean(properties.get(PropertyNames.WAIT))) {
            properties.remove(PropertyNames.WAIT);
        }
    }

    private List<WireMessage> batch(WireMessage whole) {
        if (TopicNames.isRetry(whole.topic()) || TopicNames.isDeadLetter(whole.topic())) {
            throw new CommandException(ResponseCode.MESSAGE_ILLEGAL, "batch request does not support retry group");
        }
        List<BatchEntry> entries = decode(whole);
        List<WireMessage> messages = new ArrayList<>(entries.size());
        Map<String, String> shared = MessageProperties.parse(whole.properties());
        shared.remove(PropertyNames.UNIQ_KEY);
        String sharedEncoded = encode(shared);
        for (BatchEntry entry : entries) {
            String own = entry.properties();
            String properties = isPlain(own, shared.keySet()) ? own + sharedEncoded : encode(completed(own, shared));
            messages.add(of(whole, entry, properties));
        }
        return messages;
    }

    /** Whether the properties need nothing but the shared ones behind them; so it is but for a few messages. */
    private static boolean isPlain(String own, Set<String> shared) {
        return own.endsWith(END_OF_PROPERTY)
                && MessageProperties.find(own, PropertyNames.UNIQ_KEY) != null
                && CHANGED_PROPERTIES.stream().allMatch(name -> MessageProperties.find(own, name) == null)
                && shared.stream().allMatch(name -> MessageProperties.find(own, name) == null);
    }

    private Map<String, String> completed(String own, Map<String, String> shared) {
        Map<String, String> properties = new LinkedHashMap<>(MessageProperties.parse(own));
        shared.forEach(properties::putIfAbsent);
        // Stock brokers deliver batches at once whatever their delay level; so does this one.
        properties.remove(PropertyNames.DELAY);
        complete(properties);
        return properties;
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

    private static WireMessage of(WireMessage message, BatchEntry entry, String properties) {
        return new WireMessage(
                message.topic(),
                message.queueId(),
                entry.flag(),
                0,
                0,
                message.sysFlag(),
                message.bornTimestampMs(),
                message.bornHost(),
                0,
                message.storeHost(),
                message.reconsumeTimes(),
                0,
                entry.body(),
                properties);
    }

    private static String encode(Map<String, String> properties) {
        try {
            return MessageProperties.encode(properties);
        } catch (IllegalArgumentException e) {
            throw new CommandException(ResponseCode.MESSAGE_ILLEGAL, String.valueOf(e.getMessage()), e);
        }
    }
}
