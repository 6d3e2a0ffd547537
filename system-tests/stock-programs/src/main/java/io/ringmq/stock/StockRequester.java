package io.ringmq.stock;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.apache.rocketmq.client.exception.MQBrokerException;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.client.exception.RequestTimeoutException;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.remoting.exception.RemotingException;

/**
 * Threads that send a request and wait for its reply, one after the other, until standard input ends.
 *
 * <p>Options beside those of {@link Producers}: {@code topic}; {@code threads} (4); {@code pause-ms} between the requests
 * of a thread (20); {@code wait-ms} for a reply (3000); {@code prefix} of the ids (q).
 *
 * <p>Events: {@code ready}; {@code answered} with id and reply, the text of the reply; {@code failed}; {@code stopped}.
 */
final class StockRequester {
    private final DefaultMQProducer producer;
    private final Events events;
    private final Options options;
    private final AtomicBoolean stopped = new AtomicBoolean();

    private StockRequester(DefaultMQProducer producer, Events events, Options options) {
        this.producer = producer;
        this.events = events;
        this.options = options;
    }

    public static void main(String[] args) {
        Program.run(List.of(args), StockRequester::work);
    }

    private static void work(Options options, Events events) throws Exception {
        DefaultMQProducer producer = Producers.start(options);
        events.emit("ready");
        new StockRequester(producer, events, options).run();
        producer.shutdown();
    }

    private void run() throws InterruptedException, IOException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < options.number("threads", 4); i++) {
            String prefix = options.text("prefix", "q") + i + "-";
            Thread thread = new Thread(() -> requests(prefix), "requester-" + i);
            threads.add(thread);
            thread.start();
        }
        Events.awaitEndOfInput(System.in);
        stopped.set(true);
        for (Thread thread : threads) {
            thread.join();
        }
        events.emit("stopped");
    }

    private void requests(String prefix) {
        long pauseNs = options.number("pause-ms", 20) * 1_000_000L;
        for (int i = 0; !stopped.get(); i++) {
            request(prefix + i);
            LockSupport.parkNanos(pauseNs);
        }
    }

    private void request(String id) {
        Message message = Producers.message(options.required("topic"), "request", id);
        try {
            Message reply = producer.request(message, options.number("wait-ms", 3_000));
            events.emit("answered", "id", id, "reply", new String(reply.getBody(), StandardCharsets.UTF_8));
        } catch (MQClientException | MQBrokerException | RemotingException | RequestTimeoutException e) {
            Producers.emitFailure(events, id, e);
        } catch (InterruptedException e) {
            stopped.set(true);
        }
    }
}
