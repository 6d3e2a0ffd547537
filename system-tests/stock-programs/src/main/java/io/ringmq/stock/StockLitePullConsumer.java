package io.ringmq.stock;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.rocketmq.client.consumer.DefaultLitePullConsumer;
import org.apache.rocketmq.common.consumer.ConsumeFromWhere;

/**
 * Polls with {@link DefaultLitePullConsumer} in subscribe mode until standard input ends; commits after every poll.
 *
 * <p>Options: {@code namesrv}, {@code group}, {@code topic}, {@code expression} (*). Events as of
 * {@link StockPushConsumer}.
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
        consumer.subscribe(options.required("topic"), options.text("expression", "*"));
        consumer.start();
        events.emit("ready");
        AtomicBoolean stopped = new AtomicBoolean();
        Thread poller = new Thread(() -> poll(consumer, events, stopped), "poller");
        poller.start();
        Events.awaitEndOfInput(System.in);
        stopped.set(true);
        poller.join();
        consumer.shutdown();
    }

    private static void poll(DefaultLitePullConsumer consumer, Events events, AtomicBoolean stopped) {
        while (!stopped.get()) {
            consumer.poll(POLL_TIMEOUT_MS).forEach(message -> StockPushConsumer.emitConsumed(events, message));
            consumer.commitSync();
        }
    }
}
