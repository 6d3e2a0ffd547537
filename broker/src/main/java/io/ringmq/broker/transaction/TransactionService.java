package io.ringmq.broker.transaction;

import io.ringmq.broker.group.MemberTable;
import io.ringmq.broker.message.MessageRecords;
import io.ringmq.broker.message.StoredMessages;
import io.ringmq.broker.proposal.DueWork;
import io.ringmq.broker.proposal.Proposals;
import io.ringmq.broker.relay.LeaderRelay;
import io.ringmq.broker.state.RingView;
import io.ringmq.broker.topic.TopicSource;
import io.ringmq.remoting.transport.RequestHandler;

/** The transactions of a ring on one replica. Thread-safe. */
public final class TransactionService {
    /** For a client that waits for the answer; stock clients wait 3 s. */
    private static final long PATIENCE_MS = 2_500;

    private final Proposals proposals;
    private final RingView view;
    private final TransactionEnds ends;
    private final StoredMessages stored;
    private final IncomingRecords incoming;
    private final DueWork.Time time;
    private final DueWork checks;

    /** @param producers those that are connected to this replica */
    public TransactionService(
            Proposals proposals,
            RingView view,
            Messages messages,
            MemberTable producers,
            TransactionSettings settings,
            DueWork.Time time) {
        this.proposals = proposals;
        this.view = view;
        this.time = time;
        stored = messages.stored;
        incoming = new IncomingRecords(messages.records, view.transactions(), settings);
        ends = new TransactionEnds(messages.records, messages.topics);
        checks = new DueWork(
                "transactions",
                proposals,
                new CheckBack(
                        view.transactions(),
                        ends,
                        new ProducerQuestions(producers, messages.records.storeHost()),
                        settings),
                time);
    }

    /** How messages are stored, where they may go, and those that are stored. */
    public record Messages(MessageRecords records, TopicSource topics, StoredMessages stored) {}

    /** END_TRANSACTION, whichever replica is asked. */
    public RequestHandler end(LeaderRelay relay) {
        RequestHandler direct = new EndTransactionHandler(proposals, view, ends);
        return new LateEnds(
                relay.relaying(direct, PATIENCE_MS), new LateEnds.Time(time.clock(), time.timer(), time.executor()));
    }

    /** RESUME_CHECK_HALF_MESSAGE, whichever replica is asked. */
    public RequestHandler resume(LeaderRelay relay) {
        return relay.relaying(new ResumeCheckHandler(proposals, view, stored, incoming), PATIENCE_MS);
    }

    /** Makes records of what producers send. */
    public IncomingRecords incoming() {
        return incoming;
    }

    /** This node leads: those that the one before has not asked about may be due. */
    public void leaderStarted() {
        checks.leaderStarted();
    }

    /** Transactions have begun that are to be asked about then, at the earliest. */
    public void begun(long firstCheckMs) {
        checks.wakeBy(firstCheckMs);
    }
}
