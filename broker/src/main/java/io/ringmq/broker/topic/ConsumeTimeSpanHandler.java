package io.ringmq.broker.topic;

import io.ringmq.broker.state.RingView;
import io.ringmq.remoting.body.ConsumeTimeSpanBody;
import io.ringmq.remoting.body.ConsumeTimeSpanBody.Span;
import io.ringmq.remoting.header.QueryConsumeTimeSpanHeader;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.CommandException;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.RequestHandler;
import io.ringmq.remoting.transport.Responder;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** QUERY_CONSUME_TIME_SPAN (303): the times of a topic's messages, and how old those are that a group is at. */
public final class ConsumeTimeSpanHandler implements RequestHandler {
    private final RingView view;
    private final Progress progress;
    private final Clock clock;

    public ConsumeTimeSpanHandler(RingView view, Progress progress, Clock clock) {
        this.view = view;
        this.progress = progress;
        this.clock = clock;
    }

    @Override
    public void handle(Command request, Responder responder) {
        QueryConsumeTimeSpanHeader header = QueryConsumeTimeSpanHeader.parse(request);
        if (view.topic(header.topic()) == null) {
            throw new CommandException(ResponseCode.TOPIC_NOT_EXIST, "topic[" + header.topic() + "] not exist");
        }
        List<Span> spans = new ArrayList<>();
        for (int queueId = 0; queueId < progress.queues(header.topic()); queueId++) {
            spans.add(span(header.topic(), header.consumerGroup(), queueId));
        }
        responder.reply(request.reply(ResponseCode.SUCCESS, null).withBody(new ConsumeTimeSpanBody(spans).encode()));
    }

    private Span span(String topic, String group, int queueId) {
        long first = view.minOffset(topic, queueId);
        long end = view.maxOffset(topic, queueId);
        long next = Math.max(first, view.committedOffset(group, topic, queueId));
        long minMs = progress.storeTimeMs(topic, queueId, first);
        long consumedMs = next > first ? progress.storeTimeMs(topic, queueId, next - 1) : minMs;
        long nextMs = progress.storeTimeMs(topic, queueId, next);
        return new Span(
                progress.queue(topic, queueId),
                minMs,
                progress.storeTimeMs(topic, queueId, end - 1),
                consumedMs,
                nextMs < 0 ? 0 : Math.max(0, clock.millis() - nextMs));
    }
}
