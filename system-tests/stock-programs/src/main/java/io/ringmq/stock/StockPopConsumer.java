package io.ringmq.stock;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.consumer.listener.ConsumeConcurrentlyContext;
import org.apache.rocketmq.client.consumer.listener.ConsumeConcurrentlyStatus;
import org.apache.rocketmq.common.consumer.ConsumeFromWhere;
import org.apache.rocketmq.common.message.MessageExt;

/**
 * Consumes until standard input ends, from the first message on if the group is new, and lets the broker say which
 * queues and whether to pull or to pop from them. Needs a client of 5.x.
 *
 * <p>Options: {@code namesrv}; {@code group}; {@code topic}; {@code poll-ms}, the route poll interval (30000); {@code
 * instance}, a name that tells two consumers apart; {@code invisible-ms} of what it pops (60000); {@code handle-ms}, how
 * long it takes for a message (0).
 *
 * <p>Events: {@code ready}; {@code received} with id and handle, the receipt handle ("null" if it was pulled); {@code
 * consumed} as of {@link StockPushConsumer}, once it is through with the message; {@code done}.
 */
final class StockPopConsumer {
    private StockPopConsumer() {}

    public static void main(String[] args) {
        Program.run(List.of(args), StockPopConsumer::work);
    }

    private static void work(Options options, Events events) throws Exception {
        DefaultMQPushConsumer consumer = new DefaultMQPushConsumer(options.required("group"));
        consumer.setNamesrvAddr(options.required("namesrv"));
        consumer.setInstanceName(options.text("instance", consumer.getInstanceName()));
        consumer.setPollNameServerInterval(options.number("poll-ms", consumer.getPollNameServerInterval()));
        consumer.setConsumeFromWhere(ConsumeFromWhere.CONSUME_FROM_FIRST_OFFSET);
        set(consumer, "setClientRebalance", boolean.class, false);
        set(consumer, "setPopInvisibleTime", long.class, (long) options.number("invisible-ms", 60_000));
        consumer.subscribe(options.required("topic"), "*");
        int handleMs = options.number("handle-ms", 0);
        consumer.registerMessageListener((List<MessageExt> messages, ConsumeConcurrentlyContext context) -> {
            messages.forEach(message -> consume(events, message, handleMs));
            return ConsumeConcurrentlyStatus.CONSUME_SUCCESS;
        });
        consumer.start();
        events.emit("ready");
        Events.awaitEndOfInput(System.in);
        consumer.shutdown();
    }

    /** By reflection, because the client that this is compiled against, the oldest, does not have it. */
    private static void set(DefaultMQPushConsumer consumer, String setter, Class<?> type, Object value)
            throws ReflectiveOperationException {
        DefaultMQPushConsumer.class.getMethod(setter, type).invoke(consumer, value);
    }

    private static void consume(Events events, MessageExt message, int handleMs) {
        events.emit(
                "received",
                "id",
                message.getUserProperty(Producers.ID_PROPERTY),
                "handle",
                message.getProperty("POP_CK"));
        if (handleMs > 0) {
            take(handleMs);
        }
        StockPushConsumer.emitConsumed(events, message);
    }

    private static void take(int handleMs) {
        try {
            boolean unused = new CountDownLatch(1).await(handleMs, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
