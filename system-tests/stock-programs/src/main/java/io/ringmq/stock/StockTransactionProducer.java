package io.ringmq.stock;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.client.producer.LocalTransactionState;
import org.apache.rocketmq.client.producer.TransactionListener;
import org.apache.rocketmq.client.producer.TransactionMQProducer;
import org.apache.rocketmq.client.producer.TransactionSendResult;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageExt;

/**
 * Sends messages in transactions, then answers what it is asked about them until standard input ends.
 *
 * <p>Options beside those of {@link Producers}: {@code topic}; {@code count} (1); {@code prefix} of the ids (m); {@code
 * pause-ms} between two (0); {@code plan}, used in turn, separated by commas: {@code commit}
 * and {@code rollback} at once, {@code late-commit} and {@code late-rollback} when asked, {@code silent} never.
 *
 * <p>Events: {@code sent} with id, plan, transaction, number, state; {@code failed} as of {@link Producers}; {@code
 * all-sent}; {@code checked} with id and state.
 */
final class StockTransactionProducer implements TransactionListener {
    private static final String PLAN_PROPERTY = "systest_plan";

    private final Events events;

    private StockTransactionProducer(Events events) {
        this.events = events;
    }

    public static void main(String[] args) {
        Program.run(List.of(args), StockTransactionProducer::work);
    }

    private static void work(Options options, Events events) throws Exception {
        TransactionMQProducer producer = new TransactionMQProducer(options.required("group"));
        producer.setTransactionListener(new StockTransactionProducer(events));
        Producers.start(producer, options);
        String[] plans = options.text("plan", "commit").split(",", -1);
        for (int i = 0; i < options.number("count", 1); i++) {
            String id = options.text("prefix", "m") + "-" + i;
            Message message = Producers.message(options.required("topic"), "", id);
            message.putUserProperty(PLAN_PROPERTY, plans[i % plans.length]);
            send(producer, message, id, events);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(options.number("pause-ms", 0)));
        }
        events.emit("all-sent");
        Events.awaitEndOfInput(System.in);
        producer.shutdown();
    }

    private static void send(TransactionMQProducer producer, Message message, String id, Events events) {
        String plan = message.getUserProperty(PLAN_PROPERTY);
        try {
            TransactionSendResult result = producer.sendMessageInTransaction(message, null);
            events.emit(
                    "sent",
                    "id",
                    id,
                    "plan",
                    plan,
                    "transaction",
                    result.getTransactionId(),
                    "number",
                    result.getQueueOffset(),
                    "state",
                    result.getLocalTransactionState());
        } catch (MQClientException e) {
            Producers.emitFailure(events, id, e);
        }
    }

    @Override
    public LocalTransactionState executeLocalTransaction(Message message, Object argument) {
        return switch (message.getUserProperty(PLAN_PROPERTY)) {
            case "commit" -> LocalTransactionState.COMMIT_MESSAGE;
            case "rollback" -> LocalTransactionState.ROLLBACK_MESSAGE;
            default -> LocalTransactionState.UNKNOW;
        };
    }

    @Override
    public LocalTransactionState checkLocalTransaction(MessageExt message) {
        LocalTransactionState state = switch (message.getUserProperty(PLAN_PROPERTY)) {
            case "commit", "late-commit" -> LocalTransactionState.COMMIT_MESSAGE;
            case "rollback", "late-rollback" -> LocalTransactionState.ROLLBACK_MESSAGE;
            default -> LocalTransactionState.UNKNOW;
        };
        events.emit("checked", "id", message.getUserProperty(Producers.ID_PROPERTY), "state", state);
        return state;
    }
}
