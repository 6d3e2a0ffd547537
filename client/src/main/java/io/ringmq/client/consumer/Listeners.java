package io.ringmq.client.consumer;

import io.ringmq.remoting.body.MessageQueue;
import io.ringmq.remoting.message.WireMessage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that run a listener. What waits for them is bounded by the buffers of the queues, whose messages are all
 * it ever gets.
 */
final class Listeners implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

    private final MessageListener listener;
    private final ExecutorService threads;

    Listeners(String group, MessageListener listener, int count) {
        this.listener = listener;
        AtomicInteger number = new AtomicInteger();
        threads = Executors.newFixedThreadPool(count, task -> {
            Thread thread = new Thread(task, "consumer-" + group + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Has a message consumed; the outcome is told on the thread that did it. */
    void consume(MessageQueue queue, WireMessage message, Consumer<ConsumeOutcome> outcome) {
        threads.execute(() -> {
            ConsumeOutcome concluded = consume(queue, message);
            try {
                outcome.accept(concluded);
            } catch (RejectedExecutionException e) {
                LOG.info("message {} of {} was {} after the consumer closed", message.queueOffset(), queue, concluded);
            }
        });
    }

    /** Stops the threads; listeners at work are interrupted. */
    @Override
    public void close() {
        threads.shutdownNow();
    }

    private ConsumeOutcome consume(MessageQueue queue, WireMessage message) {
        try {
            return listener.onMessage(ReceivedMessage.of(queue, message));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ConsumeOutcome.RETRY_LATER;
        } catch (Exception e) {
            LOG.warn("message {} of {} could not be consumed, delivered again later", message.queueOffset(), queue, e);
            return ConsumeOutcome.RETRY_LATER;
        }
    }
}
