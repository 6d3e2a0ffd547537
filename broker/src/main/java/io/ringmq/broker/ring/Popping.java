package io.ringmq.broker.ring;

import io.ringmq.broker.message.MessageRecords;
import io.ringmq.broker.message.StoredMessages;
import io.ringmq.broker.pop.PopPolling;
import io.ringmq.broker.pop.Revival;
import io.ringmq.broker.pop.RevivedMessages;
import io.ringmq.broker.proposal.DueWork;
import io.ringmq.broker.proposal.Proposals;
import io.ringmq.broker.state.RingView;
import io.ringmq.broker.topic.TopicSource;

/** Those parts of popping that live as long as the ring and hear what happens to it. */
record Popping(PopPolling polling, Revival revival) {
    static Popping of(
            Proposals proposals,
            RingView view,
            StoredMessages stored,
            MessageRecords records,
            RingSettings settings,
            RingRuntime runtime) {
        TopicSource topics = new TopicSource(view, settings.autoCreation());
        Revival revival = new Revival(
                proposals,
                view,
                new RevivedMessages(view, stored, records, topics),
                new DueWork.Time(runtime.clock(), runtime.timer(), runtime.executor()));
        return new Popping(new PopPolling(settings.polling(), runtime.timer(), runtime.executor()), revival);
    }

    void messagesArrived(String topic, int queueId) {
        polling.messagesArrived(topic, queueId);
    }

    void leaderStarted() {
        revival.leaderStarted();
    }

    /** Another node leads: whoever waits here is to go there. */
    void following() {
        polling.wakeAll();
    }
}
