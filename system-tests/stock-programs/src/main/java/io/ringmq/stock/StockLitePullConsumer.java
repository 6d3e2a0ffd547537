package io.ringmq.stock;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.rocketmq.client.consumer.DefaultLitePullConsumer;
import org.apache.rocketmq.client.consumer.MessageSelector;
import org.apache.rocketmq.common.consumer.ConsumeFromWhere;

/**
 * Polls with {@link DefaultLitePullConsumer} until standard input ends; commits after every poll, which the client tells the
 * broker later.
 *
 * <p>Options: {@code namesrv}; {@code group}; {@code topic}; {@code expression} (*) or {@code sql}; {@code assign} true
 * to take all queues of the topic, each from the first message or the committed offset, rather than to subscribe; {@code
 * poll-ms} (30000); {@code persist-ms}, the interval at which offsets go to the broker (5000).
 * Events as of {@link StockPushConsumer}.
 */
final class StockLitePullConsumer {
    private static final long POLL_TIMEOUT_MS = 500;

    private StockLitePullConsumer() {}

    public static void main(String[] args) {
        Program.run(List.of(args), StockLitePullConsumer::work);
    }

    private static void work(Options options, Events events) throws Exception {
        DefaultLitePullConsumer consumer = new DefaultLitePullConsumer(options.required("group"));
        consumer.setNamesrvAddr(options.required("namesrv"));
        consumer.setConsumeFromWhere(ConsumeFromWhere.CONSUME_FROM_FIRST_OFFSET);
        consumer.setAutoCommit(false);
        consumer.setPollNameServerInterval(options.number("poll-ms", consumer.getPollNameServerInterval()));
        consumer.setPersistConsumerOffsetInterval(
                options.number("persist-ms", consumer.getPersistConsumerOffsetInterval()));
        boolean assign = options.flag("assign");
        if (!assign) {
            consumer.subscribe(options.required("topic"), selector(options));
        }
        consumer.start();
        if (assign) {
            consumer.assign(consumer.fetchMessageQueues(options.required("topic")));
        }
        events.emit("ready");
        AtomicBoolean stopped = new AtomicBoolean();
        Thread poller = new Thread(() -> poll(consumer, events, stopped), "poller");
        poller.start();
        Events.awaitEndOfInput(System.in);
        stopped.set(true);
        poller.join();
        consumer.shutdown();
    }

    private static MessageSelector selector(Options options) {
        String sql = options.textOrNull("sql");
        return sql == null ? MessageSelector.byTag(options.text("expression", "*")) : MessageSelector.bySql(sql);
    }

    private static void poll(DefaultLitePullConsumer consumer, Events events, AtomicBoolean stopped) {
        while (!stopped.get()) {
            consumer.poll(POLL_TIMEOUT_MS).forEach(message -> StockPushConsumer.emitConsumed(events, message));
            consumer.commitSync();
        }
    }
}
