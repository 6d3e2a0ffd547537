package io.ringmq.stock;

import java.util.List;
import org.apache.rocketmq.client.consumer.DefaultMQPullConsumer;
import org.apache.rocketmq.client.consumer.PullResult;
import org.apache.rocketmq.client.consumer.PullStatus;
import org.apache.rocketmq.client.exception.MQBrokerException;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.common.message.MessageQueue;
import org.apache.rocketmq.remoting.exception.RemotingException;

/**
 * Pulls every queue of a topic from its first to its last message and ends.
 *
 * <p>Options: {@code namesrv}, {@code group}, {@code topic}, {@code expression} (*). Events: {@code queue} with queue,
 * min, max; {@code consumed} as of {@link StockPushConsumer}; {@code stored} with queue and the offset that was
 * committed and read back.
 */
@SuppressWarnings("deprecation") // DefaultMQPullConsumer: old applications still use it, so it has to work
final class StockPullConsumer {
    private static final int PULL_MESSAGES = 32;

    private final DefaultMQPullConsumer consumer;
    private final Events events;

    private StockPullConsumer(DefaultMQPullConsumer consumer, Events events) {
        this.consumer = consumer;
        this.events = events;
    }

    public static void main(String[] args) {
        Program.run(List.of(args), StockPullConsumer::work);
    }

    private static void work(Options options, Events events) throws Exception {
        DefaultMQPullConsumer consumer = new DefaultMQPullConsumer(options.required("group"));
        consumer.setNamesrvAddr(options.required("namesrv"));
        consumer.start();
        StockPullConsumer program = new StockPullConsumer(consumer, events);
        for (MessageQueue queue : consumer.fetchSubscribeMessageQueues(options.required("topic"))) {
            long end = program.drain(queue, options.text("expression", "*"));
            program.commit(queue, end);
        }
        consumer.shutdown();
    }

    private long drain(MessageQueue queue, String expression)
            throws MQClientException, MQBrokerException, RemotingException, InterruptedException {
        long offset = consumer.minOffset(queue);
        long end = consumer.maxOffset(queue);
        events.emit("queue", "queue", queue.getQueueId(), "min", offset, "max", end);
        while (offset < end) {
            PullResult result = consumer.pull(queue, expression, offset, PULL_MESSAGES);
            if (result.getPullStatus() == PullStatus.FOUND) {
                result.getMsgFoundList().forEach(message -> StockPushConsumer.emitConsumed(events, message));
            } else if (result.getNextBeginOffset() <= offset) {
                throw new IllegalStateException(queue + " at " + offset + ": " + result.getPullStatus());
            }
            offset = result.getNextBeginOffset();
        }
        return offset;
    }

    private void commit(MessageQueue queue, long offset)
            throws MQClientException, MQBrokerException, RemotingException, InterruptedException {
        consumer.updateConsumeOffset(queue, offset);
        consumer.getOffsetStore().updateConsumeOffsetToBroker(queue, offset, false);
        events.emit("stored", "queue", queue.getQueueId(), "offset", consumer.fetchConsumeOffset(queue, true));
    }
}
