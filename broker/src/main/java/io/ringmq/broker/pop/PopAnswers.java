package io.ringmq.broker.pop;

import io.ringmq.broker.message.StoredMessages;
import io.ringmq.broker.state.GroupQueue;
import io.ringmq.broker.traffic.Traffic;
import io.ringmq.remoting.header.PopMessageResponseHeader;
import io.ringmq.remoting.message.MessageLayout;
import io.ringmq.remoting.message.MessageProperties;
import io.ringmq.remoting.message.PropertyNames;
import io.ringmq.remoting.message.ReceiptHandle;
import io.ringmq.remoting.message.WireMessage;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.store.commitlog.OffsetRemovedException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the answers to pops. Clients make the receipt handles of ordinary messages from the header. Redeliveries are
 * given out under the topic that was asked for, so they carry theirs in a property.
 */
final class PopAnswers {
    private static final Logger LOG = LoggerFactory.getLogger(PopAnswers.class);

    /** RocketMQ spreads the record of what was popped over revive queues; here there are none. */
    static final int NO_REVIVE_QUEUE = 0;

    private final StoredMessages stored;
    private final String ringName;
    private final Traffic traffic;

    /** @param traffic counts the messages handed out */
    PopAnswers(StoredMessages stored, String ringName, Traffic traffic) {
        this.stored = stored;
        this.ringName = ringName;
        this.traffic = traffic;
    }

    /** The answer without messages. */
    static Command nothing(PopRequest pop, int code, String remark) {
        return pop.request()
                .reply(code, remark)
                .withHeader(new PopMessageResponseHeader(
                        0, pop.header().invisibleMs(), NO_REVIVE_QUEUE, 0, null, null, null));
    }

    /**
     * The answer with messages. Those that retention deleted meanwhile are left out; they come up again when their
     * invisible time is over, and are given up then.
     */
    Command found(PopRequest pop, List<PopSelection> taken, long popTimeMs) {
        List<PopSelection> present = new ArrayList<>();
        List<ByteBuffer> bodies = new ArrayList<>();
        for (PopSelection selection : taken) {
            try {
                ByteBuffer messages = stored.read(selection.entries());
                bodies.add(isRedelivery(selection) ? redelivered(messages, pop, selection, popTimeMs) : messages);
                present.add(selection);
            } catch (OffsetRemovedException e) {
                LOG.debug("messages of {} were deleted when they had just been popped", selection.queue(), e);
            }
        }
        if (present.isEmpty()) {
            return nothing(pop, ResponseCode.PULL_NOT_FOUND, "the messages were deleted by retention");
        }
        traffic.read(
                pop.header().consumerGroup(),
                pop.header().topic(),
                present.stream()
                        .mapToInt(selection -> selection.entries().size())
                        .sum(),
                bodies.stream().mapToLong(ByteBuffer::remaining).sum());
        return pop.request()
                .reply(ResponseCode.SUCCESS, "FOUND")
                .withHeader(header(pop, present, popTimeMs))
                .withBody(joined(bodies));
    }

    private static PopMessageResponseHeader header(PopRequest pop, List<PopSelection> present, long popTimeMs) {
        long rest = present.stream().mapToLong(PopSelection::rest).sum();
        return new PopMessageResponseHeader(
                popTimeMs,
                pop.header().invisibleMs(),
                pop.header().order() ? ReceiptHandle.IN_ORDER : NO_REVIVE_QUEUE,
                rest,
                present.stream().map(PopAnswers::startOffset).collect(Collectors.joining(";")),
                present.stream().map(PopAnswers::offsets).collect(Collectors.joining(";")),
                pop.header().order()
                        ? present.stream().map(PopAnswers::deliveries).collect(Collectors.joining(";"))
                        : null);
    }

    /** Of each message that was delivered before how often, and the least of all. */
    private static String deliveries(PopSelection selection) {
        List<Integer> deliveries = selection.deliveries();
        StringBuilder told = new StringBuilder();
        for (int i = 0; i < deliveries.size(); i++) {
            if (deliveries.get(i) > 0) {
                told.append(flag(selection))
                        .append(" qo")
                        .append(selection.queue().queueId())
                        .append('%')
                        .append(selection.offsets().get(i))
                        .append(' ')
                        .append(deliveries.get(i))
                        .append(';');
            }
        }
        int least = deliveries.stream().mapToInt(Integer::intValue).min().orElse(0);
        return told.append(flag(selection))
                .append(' ')
                .append(selection.queue().queueId())
                .append(' ')
                .append(least)
                .toString();
    }

    private static String startOffset(PopSelection selection) {
        return flag(selection) + " " + selection.queue().queueId() + " "
                + selection.offsets().get(0);
    }

    private static String offsets(PopSelection selection) {
        String offsets = selection.offsets().stream().map(String::valueOf).collect(Collectors.joining(","));
        return flag(selection) + " " + selection.queue().queueId() + " " + offsets;
    }

    private static String flag(PopSelection selection) {
        return isRedelivery(selection) ? ReceiptHandle.RETRY_UNDERSCORE : ReceiptHandle.NORMAL;
    }

    private static boolean isRedelivery(PopSelection selection) {
        GroupQueue queue = selection.queue();
        return PopTopics.isRetry(queue.group(), queue.topic());
    }

    private ByteBuffer redelivered(ByteBuffer messages, PopRequest pop, PopSelection selection, long popTimeMs) {
        List<ByteBuffer> changed = new ArrayList<>();
        for (WireMessage message : MessageLayout.readAll(messages)) {
            ReceiptHandle handle = handle(message, pop, selection, popTimeMs);
            try {
                changed.add(MessageLayout.encode(
                        message.withTopic(pop.header().topic()).withProperties(with(handle, message.properties()))));
            } catch (IllegalArgumentException e) {
                // It comes up again when its time is over, and ends in the dead-letter topic.
                LOG.warn("a message of {} has no room for its receipt handle", selection.queue(), e);
            }
        }
        return joined(changed);
    }

    private ReceiptHandle handle(WireMessage message, PopRequest pop, PopSelection selection, long popTimeMs) {
        return new ReceiptHandle(
                selection.offsets().get(0),
                popTimeMs,
                pop.header().invisibleMs(),
                NO_REVIVE_QUEUE,
                ReceiptHandle.RETRY_UNDERSCORE,
                ringName,
                selection.queue().queueId(),
                message.queueOffset());
    }

    private static String with(ReceiptHandle handle, String properties) {
        return MessageProperties.with(properties, PropertyNames.POP_CK, handle.encode());
    }

    private static ByteBuffer joined(List<ByteBuffer> parts) {
        if (parts.size() == 1) {
            return parts.get(0);
        }
        ByteBuffer whole = ByteBuffer.allocate(
                parts.stream().mapToInt(ByteBuffer::remaining).sum());
        parts.forEach(part -> whole.put(part.duplicate()));
        return whole.flip();
    }
}
