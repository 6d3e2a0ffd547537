package io.ringmq.broker.pop;

import io.ringmq.broker.state.CatalogView;
import io.ringmq.broker.state.GroupConfig;
import io.ringmq.broker.state.TopicConfig;
import io.ringmq.broker.topic.TopicSource;
import io.ringmq.remoting.message.GroupNames;
import io.ringmq.remoting.message.ReceiptHandle;
import io.ringmq.remoting.protocol.CommandException;
import io.ringmq.remoting.protocol.ResponseCode;
import org.jspecify.annotations.Nullable;

/** Whether a request about popped messages may be served; what is wrong is told with the codes of stock brokers. */
final class PopChecks {
    private final CatalogView catalog;
    private final TopicSource topics;

    PopChecks(CatalogView catalog, TopicSource topics) {
        this.catalog = catalog;
        this.topics = topics;
    }

    CatalogView catalog() {
        return catalog;
    }

    /** @throws CommandException if no group can have the name, so that what is stored of it is bounded */
    static void requireGroupName(String name) {
        String invalid = GroupNames.reasonInvalid(name);
        if (invalid != null) {
            throw invalid(invalid);
        }
    }

    /** @throws CommandException if the group does not exist or may not consume */
    void requireGroup(String name) {
        requireGroupName(name);
        GroupConfig group = topics.group(name);
        if (group == null) {
            throw new CommandException(
                    ResponseCode.SUBSCRIPTION_GROUP_NOT_EXIST,
                    "subscription group [" + name + "] does not exist, create it with 'mqadmin updateSubGroup'");
        }
        if (!group.consumeEnabled()) {
            throw new CommandException(
                    ResponseCode.NO_PERMISSION, "subscription group no permission, " + name + " may not consume");
        }
    }

    /** @throws CommandException if the topic does not exist or may not be read */
    TopicConfig requireTopic(String name) {
        TopicConfig topic = catalog.topic(name);
        if (topic == null) {
            throw new CommandException(
                    ResponseCode.TOPIC_NOT_EXIST, "topic[" + name + "] not exist, apply first please!");
        }
        if (!topic.readable()) {
            throw new CommandException(
                    ResponseCode.NO_PERMISSION, "the topic[" + name + "] peeking message is forbidden");
        }
        return topic;
    }

    /** @throws CommandException with the given code if the topic does not have the queue */
    static void requireQueue(TopicConfig topic, int queueId, int code) {
        if (queueId < 0 || queueId >= topic.readQueues()) {
            throw new CommandException(
                    code,
                    "queueId[" + queueId + "] is illegal, topic[" + topic.name() + "] has " + topic.readQueues()
                            + " read queues");
        }
    }

    /** @throws CommandException if the time is not one that messages may be invisible for */
    static void requireInvisible(long invisibleMs, long leastMs) {
        if (invisibleMs < leastMs || invisibleMs > PopLimits.MAX_INVISIBLE_MS) {
            throw invalid("the invisible time is " + leastMs + " to " + PopLimits.MAX_INVISIBLE_MS + " ms, not "
                    + invisibleMs);
        }
    }

    /** @throws CommandException if the id of an attempt is too long to be kept */
    static void requireAttempt(@Nullable String attemptId) {
        if (attemptId != null && attemptId.length() > PopLimits.MAX_ATTEMPT_ID_CHARS) {
            throw invalid("an attemptId has at most " + PopLimits.MAX_ATTEMPT_ID_CHARS + " characters, not "
                    + attemptId.length());
        }
    }

    /** @throws CommandException if the text is no receipt handle */
    static ReceiptHandle handle(String extraInfo) {
        try {
            return ReceiptHandle.parse(extraInfo);
        } catch (IllegalArgumentException e) {
            throw new CommandException(ResponseCode.INVALID_PARAMETER, String.valueOf(e.getMessage()), e);
        }
    }

    /** Whether the handle cannot be that of the message it came with. */
    static boolean isForeign(ReceiptHandle handle, int queueId, long offset) {
        return handle.queueId() != queueId
                || handle.offset() != offset
                || handle.startOffset() < 0
                || offset < handle.startOffset()
                || offset - handle.startOffset() > Integer.MAX_VALUE;
    }

    static CommandException invalid(String remark) {
        return new CommandException(ResponseCode.INVALID_PARAMETER, remark);
    }

    /** The error for a handle that is good for nothing any more. Stock clients log it and go on. */
    static CommandException notInFlight(String what) {
        return new CommandException(
                ResponseCode.NO_MESSAGE,
                what + " is not in flight under this receipt handle: it was acknowledged, its invisible time is over or"
                        + " was changed, or the group's offset was reset");
    }
}
