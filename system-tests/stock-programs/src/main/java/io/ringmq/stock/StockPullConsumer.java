package io.ringmq.stock;

import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.apache.rocketmq.client.consumer.DefaultMQPullConsumer;
import org.apache.rocketmq.client.consumer.MessageSelector;
import org.apache.rocketmq.client.consumer.PullResult;
import org.apache.rocketmq.client.consumer.PullStatus;
import org.apache.rocketmq.client.exception.MQBrokerException;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.common.message.MessageQueue;
import org.apache.rocketmq.remoting.exception.RemotingException;

/**
 * Pulls every queue of a topic from its first to its last message and ends.
 *
 * <p>Options: {@code namesrv}, {@code group}, {@code topic}, {@code expression} (*) or {@code sql}. Events: {@code queue}
 * with queue, min, max; {@code consumed} as of {@link StockPushConsumer}; {@code stored} with queue and the offset that
 * was committed and read back.
 */
@SuppressWarnings("deprecation") // DefaultMQPullConsumer: old applications still use it, so it has to work
final class StockPullConsumer {
    private static final int PULL_MESSAGES = 32;
    private static final long PAUSE_NS = 100_000_000;

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
        if (options.textOrNull("sql") != null) {
            consumer.setRegisterTopics(Set.of(options.required("topic")));
        }
        consumer.start();
        StockPullConsumer program = new StockPullConsumer(consumer, events);
        for (MessageQueue queue : consumer.fetchSubscribeMessageQueues(options.required("topic"))) {
            long end = program.drain(queue, selector(options));
            program.commit(queue, end);
        }
        consumer.shutdown();
    }

    private static MessageSelector selector(Options options) {
        String sql = options.textOrNull("sql");
        return sql == null ? MessageSelector.byTag(options.text("expression", "*")) : MessageSelector.bySql(sql);
    }

    private long drain(MessageQueue queue, MessageSelector selector)
            throws MQClientException, MQBrokerException, RemotingException, InterruptedException {
        long offset = consumer.minOffset(queue);
        long end = consumer.maxOffset(queue);
        events.emit("queue", "queue", queue.getQueueId(), "min", offset, "max", end);
        while (offset < end) {
            PullResult result = pull(queue, selector, offset);
            if (result.getPullStatus() == PullStatus.FOUND) {
                result.getMsgFoundList().forEach(message -> StockPushConsumer.emitConsumed(events, message));
            } else if (result.getNextBeginOffset() <= offset) {
                throw new IllegalStateException(queue + " at " + offset + ": " + result.getPullStatus());
            }
            offset = result.getNextBeginOffset();
        }
        return offset;
    }

    /**
     * A stock client learns a broker's release from its answer to the first heartbeat, about a second after the start, and
     * asks no broker for SQL whose release it does not know.
     */
    private PullResult pull(MessageQueue queue, MessageSelector selector, long offset)
            throws MQClientException, MQBrokerException, RemotingException, InterruptedException {
        while (true) {
            try {
                return consumer.pull(queue, selector, offset, PULL_MESSAGES);
            } catch (MQClientException e) {
                if (!String.valueOf(e.getMessage()).contains("does not upgrade")) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE_NS);
            }
        }
    }

    private void commit(MessageQueue queue, long offset)
            throws MQClientException, MQBrokerException, RemotingException, InterruptedException {
        consumer.updateConsumeOffset(queue, offset);
        consumer.getOffsetStore().updateConsumeOffsetToBroker(queue, offset, false);
        events.emit("stored", "queue", queue.getQueueId(), "offset", consumer.fetchConsumeOffset(queue, true));
    }
}
