package io.ringmq.stock;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.apache.rocketmq.client.exception.MQBrokerException;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.client.producer.SendResult;
import org.apache.rocketmq.client.producer.SendStatus;
import org.apache.rocketmq.client.producer.selector.SelectMessageQueueByHash;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.remoting.exception.RemotingException;

/**
 * Synchronous senders in a loop until standard input ends: the load under which a leader is killed. A message that
 * failed is not sent again; the next one has a new id.
 *
 * <p>Options beside those of {@link Producers}: {@code topic}; {@code threads} (8); {@code pause-ms} after each message
 * of a thread (0); {@code bytes} of the body (128); {@code prefix} of the ids (s); {@code by-key}
 * true to send all messages of a thread to one queue, as ordered producers do.
 *
 * <p>Events: {@code ready}; {@code acked} with id, queue, offset; {@code failed}; {@code stopped} with attempted.
 */
final class StockStream {
    private static final long PAUSE_AFTER_FAILURE_NS = 1_000_000;

    private final DefaultMQProducer producer;
    private final Events events;
    private final Options options;
    private final AtomicBoolean stopped = new AtomicBoolean();

    private StockStream(DefaultMQProducer producer, Events events, Options options) {
        this.producer = producer;
        this.events = events;
        this.options = options;
    }

    public static void main(String[] args) {
        Program.run(List.of(args), StockStream::work);
    }

    private static void work(Options options, Events events) throws Exception {
        DefaultMQProducer producer = Producers.start(options);
        events.emit("ready");
        new StockStream(producer, events, options).run();
        producer.shutdown();
    }

    private void run() throws InterruptedException, IOException {
        List<Sender> senders = new ArrayList<>();
        for (int i = 0; i < options.number("threads", 8); i++) {
            Sender sender = new Sender(options.text("prefix", "s") + i + "-");
            senders.add(sender);
            sender.start();
        }
        Events.awaitEndOfInput(System.in);
        stopped.set(true);
        long attempted = 0;
        for (Sender sender : senders) {
            sender.join();
            attempted += sender.attempted;
        }
        events.emit("stopped", "attempted", attempted);
    }

    /** One thread that sends one message after the other. */
    private final class Sender extends Thread {
        private final String prefix;
        private final byte[] body = new byte[options.number("bytes", 128)];
        private final long pauseNs = options.number("pause-ms", 0) * 1_000_000L;
        private long attempted;

        Sender(String prefix) {
            super("sender-" + prefix);
            this.prefix = prefix;
        }

        @Override
        public void run() {
            while (!stopped.get()) {
                String id = prefix + attempted++;
                if (!send(id)) {
                    LockSupport.parkNanos(PAUSE_AFTER_FAILURE_NS);
                } else if (pauseNs > 0) {
                    LockSupport.parkNanos(pauseNs);
                }
            }
        }

        private boolean send(String id) {
            Message message = Producers.message(options.required("topic"), "stream", id, body);
            try {
                SendResult result = options.flag("by-key")
                        ? producer.send(message, new SelectMessageQueueByHash(), prefix)
                        : producer.send(message);
                boolean stored = result.getSendStatus() == SendStatus.SEND_OK;
                events.emit(
                        stored ? "acked" : "failed",
                        "id",
                        id,
                        "queue",
                        result.getMessageQueue().getQueueId(),
                        "offset",
                        result.getQueueOffset(),
                        "message",
                        result.getSendStatus());
                return stored;
            } catch (MQClientException | MQBrokerException | RemotingException e) {
                Producers.emitFailure(events, id, e);
                return false;
            } catch (InterruptedException e) {
                stopped.set(true);
                return false;
            }
        }
    }
}
