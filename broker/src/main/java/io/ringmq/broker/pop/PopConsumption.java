package io.ringmq.broker.pop;

import io.ringmq.broker.message.StoredMessages;
import io.ringmq.broker.proposal.Proposals;
import io.ringmq.broker.state.RingView;
import io.ringmq.broker.topic.TopicSource;
import io.ringmq.broker.traffic.Traffic;
import io.ringmq.remoting.transport.RequestHandler;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/** The handlers of everything about popping, over the one service that hands messages out. */
public final class PopConsumption {
    private final Proposals proposals;
    private final RingView view;
    private final Reading reading;
    private final Waiting waiting;
    private final PopChecks checks;
    private final PopSelector selector;
    private final PopService service;

    /**
     * What reading takes.
     *
     * @param logEnd physical offset behind the log
     * @param ringName the broker name in receipt handles
     * @param traffic counts the messages handed out
     */
    public record Reading(
            StoredMessages stored, LongSupplier logEnd, String ringName, PopLimits limits, Traffic traffic) {}

    /**
     * What waiting takes.
     *
     * @param executor runs reads of the log; must not reject
     */
    public record Waiting(PopPolling polling, Revival revival, PopTimes times, Executor executor) {}

    public PopConsumption(Proposals proposals, RingView view, TopicSource topics, Reading reading, Waiting waiting) {
        this.proposals = proposals;
        this.view = view;
        this.reading = reading;
        this.waiting = waiting;
        this.checks = new PopChecks(view, topics);
        this.selector = new PopSelector(view, reading.stored, reading.logEnd, reading.limits);
        this.service = new PopService(
                proposals,
                view,
                selector,
                new PopAnswers(reading.stored, reading.ringName, reading.traffic),
                waiting.polling,
                new PopService.Time(waiting.times, waiting.revival, waiting.executor));
    }

    /** POP_MESSAGE; reads the log. */
    public RequestHandler pop() {
        return new PopHandler(proposals, checks, service, waiting.times, reading.limits);
    }

    /** ACK_MESSAGE. */
    public RequestHandler acknowledge() {
        return new AckHandlers(proposals, checks, view, service).one();
    }

    /** BATCH_ACK_MESSAGE. */
    public RequestHandler acknowledgeMany() {
        return new AckHandlers(proposals, checks, view, service).many();
    }

    /** CHANGE_MESSAGE_INVISIBLETIME. */
    public RequestHandler changeInvisibleTime() {
        return new ChangeInvisibleTimeHandler(proposals, checks, service, waiting.times, waiting.revival);
    }

    /** NOTIFICATION. */
    public RequestHandler notification() {
        return new NotificationHandler(proposals, checks, selector, waiting.polling, waiting.times);
    }

    /** POLLING_INFO. */
    public RequestHandler pollingInfo() {
        return new PollingInfoHandler(checks, waiting.polling);
    }

    /** SET_MESSAGE_REQUEST_MODE. */
    public RequestHandler setMode() {
        return new RequestModeHandlers(proposals, view).set();
    }

    /** GET_ALL_MESSAGE_REQUEST_MODE. */
    public RequestHandler modes() {
        return new RequestModeHandlers(proposals, view).all();
    }
}
