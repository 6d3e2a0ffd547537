package io.ringmq.stock;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.consumer.listener.ConsumeOrderlyContext;
import org.apache.rocketmq.client.consumer.listener.ConsumeOrderlyStatus;
import org.apache.rocketmq.client.consumer.rebalance.AllocateMessageQueueAveragely;
import org.apache.rocketmq.common.consumer.ConsumeFromWhere;
import org.apache.rocketmq.common.message.MessageExt;

/**
 * Consumes in order, in clustering mode, until standard input ends; from the first message on if the group is new.
 *
 * <p>Options: {@code namesrv}; {@code group}; {@code topic}; {@code poll-ms}, the route poll interval (30000);
 * {@code instance}, a name that tells two consumers apart; {@code rebalance-ms}, how often the queues are shared anew
 * (20000); {@code work-ms} spent in the listener (0); {@code fail}, an id that is never consumed with success;
 * {@code max-reconsume} (-1: for ever).
 *
 * <p>Events: {@code ready}; {@code shared} as of {@link SharingReport}; for each call of the listener {@code entered} with queue, {@code consumed} for each message
 * as of {@link StockPushConsumer}, {@code left} with queue; {@code done}.
 */
final class StockOrderlyConsumer {
    private static final long END_OF_WORK_MS = 10_000;

    private StockOrderlyConsumer() {}

    public static void main(String[] args) {
        Program.run(List.of(args), StockOrderlyConsumer::work);
    }

    private static void work(Options options, Events events) throws Exception {
        // Read when the client's classes are loaded, and nowhere else to be set.
        System.setProperty("rocketmq.client.rebalance.waitInterval", options.text("rebalance-ms", "20000"));
        DefaultMQPushConsumer consumer = new DefaultMQPushConsumer(options.required("group"));
        consumer.setNamesrvAddr(options.required("namesrv"));
        consumer.setInstanceName(options.text("instance", consumer.getInstanceName()));
        consumer.setPollNameServerInterval(options.number("poll-ms", consumer.getPollNameServerInterval()));
        consumer.setConsumeFromWhere(ConsumeFromWhere.CONSUME_FROM_FIRST_OFFSET);
        consumer.setMaxReconsumeTimes(options.number("max-reconsume", -1));
        consumer.setSuspendCurrentQueueTimeMillis(100);
        // Else a client gives its queues to others while it still works on their messages.
        consumer.setAwaitTerminationMillisWhenShutdown(END_OF_WORK_MS);
        consumer.setAllocateMessageQueueStrategy(new SharingReport(new AllocateMessageQueueAveragely(), events));
        consumer.subscribe(options.required("topic"), "*");
        long workNs = TimeUnit.MILLISECONDS.toNanos(options.number("work-ms", 0));
        consumer.registerMessageListener((List<MessageExt> messages, ConsumeOrderlyContext context) -> {
            int queue = context.getMessageQueue().getQueueId();
            events.emit("entered", "topic", context.getMessageQueue().getTopic(), "queue", queue);
            messages.forEach(message -> StockPushConsumer.emitConsumed(events, message));
            LockSupport.parkNanos(workNs);
            events.emit("left", "topic", context.getMessageQueue().getTopic(), "queue", queue);
            return failing(options, messages)
                    ? ConsumeOrderlyStatus.SUSPEND_CURRENT_QUEUE_A_MOMENT
                    : ConsumeOrderlyStatus.SUCCESS;
        });
        consumer.start();
        events.emit("ready");
        Events.awaitEndOfInput(System.in);
        consumer.shutdown();
    }

    private static boolean failing(Options options, List<MessageExt> messages) {
        String failing = options.text("fail", "");
        return messages.stream().anyMatch(message -> failing.equals(message.getUserProperty(Producers.ID_PROPERTY)));
    }
}
