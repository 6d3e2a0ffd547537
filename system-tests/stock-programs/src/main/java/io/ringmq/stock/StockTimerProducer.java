package io.ringmq.stock;

import java.lang.reflect.InvocationTargetException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.rocketmq.client.exception.MQBrokerException;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.client.producer.SendResult;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageAccessor;
import org.apache.rocketmq.remoting.exception.RemotingException;

/**
 * Sends messages that are to be delivered later, recalls some of them and ends.
 *
 * <p>Options beside those of {@link Producers}: {@code topic}; {@code count} (1); {@code prefix} of the ids (m);
 * {@code delay-ms} of the first (1000) and {@code spread-ms} between two (0); {@code recall-every}: message {@code n} is
 * recalled at once if n is a multiple of that (0: none); {@code recall}, a handle to recall instead of sending;
 * {@code after-ms} before such a recall (0).
 *
 * <p>Messages ask in turn by TIMER_DELIVER_MS, TIMER_DELAY_MS and, where the delay is that of whole seconds,
 * TIMER_DELAY_SEC. Events: {@code sent} with id, due, handle; {@code recalled} with id, msgId; {@code failed}.
 */
final class StockTimerProducer {
    private static final int WAYS = 3;
    private static final long MS_PER_SECOND = 1_000;

    private final DefaultMQProducer producer;
    private final Events events;
    private final String topic;

    private StockTimerProducer(DefaultMQProducer producer, Events events, String topic) {
        this.producer = producer;
        this.events = events;
        this.topic = topic;
    }

    public static void main(String[] args) {
        Program.run(List.of(args), StockTimerProducer::work);
    }

    private static void work(Options options, Events events) throws Exception {
        DefaultMQProducer producer = Producers.start(options);
        StockTimerProducer program = new StockTimerProducer(producer, events, options.required("topic"));
        String handle = options.textOrNull("recall");
        if (handle == null) {
            program.send(options);
        } else {
            TimeUnit.MILLISECONDS.sleep(options.number("after-ms", 0));
            program.recall("given", handle);
        }
        producer.shutdown();
    }

    private void send(Options options) throws Exception {
        int recallEvery = options.number("recall-every", 0);
        for (int i = 0; i < options.number("count", 1); i++) {
            String id = options.text("prefix", "m") + "-" + i;
            long delayMs = options.number("delay-ms", 1_000) + (long) i * options.number("spread-ms", 0);
            try {
                SendResult sent = send(id, i % WAYS, delayMs);
                String handle = handle(sent);
                if (recallEvery > 0 && i % recallEvery == 0) {
                    recall(id, handle);
                }
            } catch (MQClientException | MQBrokerException | RemotingException e) {
                Producers.emitFailure(events, id, e);
            }
        }
    }

    private SendResult send(String id, int way, long delayMs) throws Exception {
        Message message = Producers.message(topic, "timed", id);
        long dueMs = Clock.systemUTC().millis() + delayMs;
        if (way == 0) {
            MessageAccessor.putProperty(message, "TIMER_DELIVER_MS", Long.toString(dueMs));
        } else if (way == 1 || delayMs % MS_PER_SECOND != 0) {
            MessageAccessor.putProperty(message, "TIMER_DELAY_MS", Long.toString(delayMs));
        } else {
            MessageAccessor.putProperty(message, "TIMER_DELAY_SEC", Long.toString(delayMs / MS_PER_SECOND));
        }
        SendResult sent = producer.send(message);
        events.emit("sent", "id", id, "due", dueMs, "handle", handle(sent));
        return sent;
    }

    /** By reflection, since the oldest client does not know it. */
    private static String handle(SendResult sent) throws ReflectiveOperationException {
        Object handle = SendResult.class.getMethod("getRecallHandle").invoke(sent);
        return handle == null ? "" : handle.toString();
    }

    private void recall(String id, String handle) throws ReflectiveOperationException {
        try {
            Object msgId = DefaultMQProducer.class
                    .getMethod("recallMessage", String.class, String.class)
                    .invoke(producer, topic, handle);
            events.emit("recalled", "id", id, "msgId", msgId);
        } catch (InvocationTargetException e) {
            Throwable cause = e.getCause();
            Producers.emitFailure(events, id, cause == null ? e : cause);
        }
    }
}
