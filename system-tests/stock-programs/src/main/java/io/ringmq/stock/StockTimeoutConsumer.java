package io.ringmq.stock;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.consumer.listener.ConsumeConcurrentlyContext;
import org.apache.rocketmq.client.consumer.listener.ConsumeConcurrentlyStatus;
import org.apache.rocketmq.client.impl.consumer.ProcessQueue;
import org.apache.rocketmq.common.consumer.ConsumeFromWhere;
import org.apache.rocketmq.common.message.MessageAccessor;
import org.apache.rocketmq.common.message.MessageExt;

/**
 * Consumes until standard input ends and never comes to an end with the first delivery of a message, until the client's
 * consume timeout, of a minute at least, has it sent back. So as not to wait for that minute, each message looks as though it
 * had been begun two minutes ago, and the client's sweep for such messages is called every so often.
 *
 * <p>Options: {@code namesrv}; {@code group}; {@code topic}; {@code poll-ms}, the route poll interval (30000).
 *
 * <p>Events: {@code ready}; {@code stuck} with id, once for each; {@code consumed} as of {@link StockPushConsumer}, when
 * it comes again; {@code done}.
 */
final class StockTimeoutConsumer {
    private static final Duration BEGUN_AGO = Duration.ofMinutes(2);
    private static final long SWEEP_MS = 500;

    private final DefaultMQPushConsumer consumer;
    private final Events events;
    private final Clock clock = Clock.systemUTC();
    private final Set<String> begun = ConcurrentHashMap.newKeySet();

    private StockTimeoutConsumer(DefaultMQPushConsumer consumer, Events events) {
        this.consumer = consumer;
        this.events = events;
    }

    public static void main(String[] args) {
        Program.run(List.of(args), StockTimeoutConsumer::work);
    }

    private static void work(Options options, Events events) throws Exception {
        DefaultMQPushConsumer consumer = new DefaultMQPushConsumer(options.required("group"));
        consumer.setNamesrvAddr(options.required("namesrv"));
        consumer.setPollNameServerInterval(options.number("poll-ms", consumer.getPollNameServerInterval()));
        consumer.setConsumeFromWhere(ConsumeFromWhere.CONSUME_FROM_FIRST_OFFSET);
        consumer.setConsumeTimeout(1);
        consumer.subscribe(options.required("topic"), "*");
        StockTimeoutConsumer program = new StockTimeoutConsumer(consumer, events);
        consumer.registerMessageListener((List<MessageExt> messages, ConsumeConcurrentlyContext context) -> {
            messages.forEach(program::consume);
            return ConsumeConcurrentlyStatus.CONSUME_SUCCESS;
        });
        consumer.start();
        events.emit("ready");
        ScheduledExecutorService sweeper = Executors.newSingleThreadScheduledExecutor();
        sweeper.scheduleWithFixedDelay(program::sweep, SWEEP_MS, SWEEP_MS, TimeUnit.MILLISECONDS);
        Events.awaitEndOfInput(System.in);
        sweeper.shutdownNow();
        consumer.shutdown();
    }

    private void consume(MessageExt message) {
        String id = message.getUserProperty(Producers.ID_PROPERTY);
        // Not by its attempts: a client that sends a message back by itself loses their number when it tries twice.
        if (!begun.add(id)) {
            StockPushConsumer.emitConsumed(events, message);
            return;
        }
        MessageAccessor.setConsumeStartTimeStamp(message, Long.toString(clock.millis() - BEGUN_AGO.toMillis()));
        events.emit("stuck", "id", id);
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @SuppressWarnings("deprecation") // there is no other way to the client's sweep
    private void sweep() {
        for (ProcessQueue queue : consumer.getDefaultMQPushConsumerImpl()
                .getRebalanceImpl()
                .getProcessQueueTable()
                .values()) {
            queue.cleanExpiredMsg(consumer);
        }
    }
}
