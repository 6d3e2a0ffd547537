package io.ringmq.broker.progress;

import io.ringmq.broker.offset.OffsetCommits;
import io.ringmq.broker.proposal.Proposals;
import io.ringmq.broker.pull.LongPolling;
import io.ringmq.broker.state.OffsetCommit;
import io.ringmq.broker.state.Records;
import io.ringmq.broker.state.RingView;
import io.ringmq.broker.state.TopicConfig;
import io.ringmq.broker.topic.TopicSource;
import io.ringmq.remoting.body.MessageQueue;
import io.ringmq.remoting.body.ResetOffsetBody;
import io.ringmq.remoting.body.ResetOffsetListBody;
import io.ringmq.remoting.header.ResetOffsetHeader;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.CommandException;
import io.ringmq.remoting.protocol.Language;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.RequestHandler;
import io.ringmq.remoting.transport.Responder;
import io.ringmq.store.queue.Boundary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * INVOKE_BROKER_TO_RESET_OFFSET (222): an operator sends a group to another place in a topic, by time or, in one queue, by
 * offset. The group may have consumers or not: the offsets are replicated, and running consumers are told with their next
 * pull. Without {@code isForce} a group is only sent back.
 */
public final class ResetOffsetHandler implements RequestHandler {
    private final String ringName;
    private final Proposals proposals;
    private final RingView view;
    private final TopicSource topics;
    private final Waiting waiting;

    /** Commits that wait to be replicated, and pulls that wait for messages. */
    public record Waiting(OffsetCommits commits, LongPolling polling) {}

    public ResetOffsetHandler(
            String ringName, Proposals proposals, RingView view, TopicSource topics, Waiting waiting) {
        this.ringName = ringName;
        this.proposals = proposals;
        this.view = view;
        this.topics = topics;
        this.waiting = waiting;
    }

    @Override
    public void handle(Command request, Responder responder) {
        ResetOffsetHeader header = ResetOffsetHeader.parse(request);
        Command refusal = proposals.followerRefusal(request);
        if (refusal != null) {
            responder.reply(refusal);
            return;
        }
        List<OffsetCommit> resets = resets(header, topic(header));
        waiting.commits.flush();
        proposals.propose(request, responder, List.of(Records.resetOffsets(resets)), results -> {
            wake(resets);
            return request.reply(ResponseCode.SUCCESS, null).withBody(body(request, resets));
        });
    }

    private TopicConfig topic(ResetOffsetHeader header) {
        TopicConfig topic = view.topic(header.topic());
        if (topic == null) {
            throw new CommandException(ResponseCode.TOPIC_NOT_EXIST, "Topic " + header.topic() + " does not exist");
        }
        if (topics.group(header.consumerGroup()) == null) {
            throw new CommandException(
                    ResponseCode.SUBSCRIPTION_GROUP_NOT_EXIST, "Group " + header.consumerGroup() + " does not exist");
        }
        if (header.queueId() >= topic.readQueues()) {
            throw new CommandException(
                    ResponseCode.INVALID_PARAMETER,
                    "queueId[" + header.queueId() + "] is illegal, topic[" + topic.name() + "] has "
                            + topic.readQueues() + " read queues");
        }
        return topic;
    }

    private List<OffsetCommit> resets(ResetOffsetHeader header, TopicConfig topic) {
        int[] queues = header.queueId() >= 0
                ? new int[] {header.queueId()}
                : IntStream.range(0, topic.readQueues()).toArray();
        List<OffsetCommit> resets = new ArrayList<>();
        for (int queueId : queues) {
            resets.add(new OffsetCommit(header.consumerGroup(), topic.name(), queueId, target(header, queueId)));
        }
        return resets;
    }

    private long target(ResetOffsetHeader header, int queueId) {
        Long wanted = header.offset();
        if (header.queueId() >= 0 && wanted != null && wanted != -1) {
            return requireInQueue(header, wanted);
        }
        long target = header.timestampMs() < 0
                ? view.maxOffset(header.topic(), queueId)
                : view.offsetByTimestamp(header.topic(), queueId, header.timestampMs(), Boundary.LOWER);
        long committed = view.committedOffset(header.consumerGroup(), header.topic(), queueId);
        return header.force() || committed < 0 ? target : Math.min(target, committed);
    }

    private long requireInQueue(ResetOffsetHeader header, long offset) {
        long min = view.minOffset(header.topic(), header.queueId());
        long max = view.maxOffset(header.topic(), header.queueId());
        if (offset < min || offset > max) {
            throw new CommandException(
                    ResponseCode.SYSTEM_ERROR,
                    "Target offset " + offset + " not in consume queue range [" + min + "-" + max + "]");
        }
        return offset;
    }

    /** Pulls that wait for messages are tried again, and find the reset. */
    private void wake(List<OffsetCommit> resets) {
        resets.forEach(reset -> waiting.polling.messagesArrived(reset.topic(), reset.queueId(), Long.MAX_VALUE));
    }

    private byte[] body(Command request, List<OffsetCommit> resets) {
        Map<MessageQueue, Long> offsets = new LinkedHashMap<>();
        resets.forEach(
                reset -> offsets.put(new MessageQueue(reset.topic(), ringName, reset.queueId()), reset.offset()));
        return request.language() == Language.CPP
                ? new ResetOffsetListBody(offsets).encode()
                : new ResetOffsetBody(offsets).encode();
    }
}
