package io.ringmq.client.consumer;

import io.ringmq.remoting.body.MessageQueue;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that run a listener. What waits for them is bounded by the buffers of the queues, whose messages are all
 * it ever gets.
 *
 * <p>A thread that begins with the messages of one answer calls another one to help while there are more than it takes
 * at once: a slow listener gets all threads soon, and a fast one is done before most of them wake.
 */
final class Listeners implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

    private final BatchListener listener;
    private final int maxMessages;
    private final int count;
    private final ExecutorService threads;

    /** Who hears what became of messages, on the thread that handled them. */
    @FunctionalInterface
    interface Outcomes {
        void consumed(PulledMessages pulled, int from, int to, ConsumeOutcome outcome);
    }

    /**
     * Starts no thread yet.
     *
     * @param maxMessages most messages of one call of the listener
     * @param count number of threads
     */
    Listeners(String group, BatchListener listener, int maxMessages, int count) {
        this.listener = listener;
        this.maxMessages = maxMessages;
        this.count = count;
        AtomicInteger number = new AtomicInteger();
        threads = Executors.newFixedThreadPool(count, task -> {
            Thread thread = new Thread(task, "consumer-" + group + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Has messages consumed: those from an index on, up to and without another. */
    void consume(MessageQueue queue, PulledMessages pulled, int from, int to, Outcomes outcomes) {
        threads.execute(new Work(queue, pulled, from, to, outcomes));
    }

    /** Stops the threads; listeners at work are interrupted. */
    @Override
    public void close() {
        threads.shutdownNow();
    }

    private final class Work implements Runnable {
        private final MessageQueue queue;
        private final PulledMessages pulled;
        private final int end;
        private final Outcomes outcomes;
        private final AtomicInteger next;
        private final AtomicInteger calls = new AtomicInteger(1);

        Work(MessageQueue queue, PulledMessages pulled, int from, int end, Outcomes outcomes) {
            this.queue = queue;
            this.pulled = pulled;
            this.end = end;
            this.outcomes = outcomes;
            this.next = new AtomicInteger(from);
        }

        @Override
        public void run() {
            try {
                if (next.get() + maxMessages < end && calls.getAndIncrement() < count) {
                    threads.execute(this);
                }
                for (int from = next.getAndAdd(maxMessages); from < end; from = next.getAndAdd(maxMessages)) {
                    int to = Math.min(end, from + maxMessages);
                    outcomes.consumed(pulled, from, to, consume(from, to));
                }
            } catch (RejectedExecutionException e) {
                LOG.info("messages of {} were consumed while the consumer closed: {}", queue, e.getMessage());
            }
        }

        private ConsumeOutcome consume(int from, int to) {
            try {
                List<ReceivedMessage> messages = pulled.range(from, to).stream()
                        .map(message -> ReceivedMessage.of(queue, message))
                        .toList();
                return listener.onMessages(messages);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return ConsumeOutcome.RETRY_LATER;
            } catch (Exception e) {
                LOG.warn(
                        "{} messages of {} from {} could not be consumed, delivered again later",
                        to - from,
                        queue,
                        pulled.get(from).queueOffset(),
                        e);
                return ConsumeOutcome.RETRY_LATER;
            }
        }
    }
}
