package io.ringmq.stock;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.apache.rocketmq.client.exception.MQBrokerException;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.remoting.exception.RemotingException;

/**
 * Throughput and latency of synchronous sends from many threads over one producer, with random bodies, which do not
 * compress.
 *
 * <p>Options beside those of {@link Producers}: {@code topic}; {@code threads} (64); {@code bytes} (1024);
 * {@code warmup-seconds} (10); {@code seconds} (15) of a measured window; {@code runs} (3).
 *
 * <p>Events: {@code window-start} and {@code window-end} with run; the latter also has messages, errors, elapsedUs,
 * p50Us, p99Us, p999Us, maxUs, clientCpuUs.
 */
final class StockLoad {
    private static final long MAX_LATENCY_US = 60_000_000;

    /** Index of the window that is open; before the first it is -1, after the last it is {@link #STOP}. */
    private final AtomicInteger window = new AtomicInteger(-1);

    private static final int STOP = Integer.MAX_VALUE;

    private final DefaultMQProducer producer;
    private final Events events;
    private final Options options;
    private final ConcurrentHistogram latencyUs = new ConcurrentHistogram(MAX_LATENCY_US, 3);
    private final AtomicLong errors = new AtomicLong();

    private StockLoad(DefaultMQProducer producer, Events events, Options options) {
        this.producer = producer;
        this.events = events;
        this.options = options;
    }

    public static void main(String[] args) {
        Program.run(List.of(args), StockLoad::work);
    }

    private static void work(Options options, Events events) throws Exception {
        DefaultMQProducer producer = Producers.start(options);
        new StockLoad(producer, events, options).run();
        producer.shutdown();
    }

    private void run() throws InterruptedException {
        List<Thread> senders = new ArrayList<>();
        for (int i = 0; i < options.number("threads", 64); i++) {
            byte[] body = new byte[options.number("bytes", 1024)];
            new SplittableRandom(i).nextBytes(body);
            Thread sender = new Thread(() -> sendUntilStopped(body), "sender-" + i);
            senders.add(sender);
            sender.start();
        }
        TimeUnit.SECONDS.sleep(options.number("warmup-seconds", 10));
        for (int run = 0; run < options.number("runs", 3); run++) {
            measure(run);
        }
        window.set(STOP);
        for (Thread sender : senders) {
            sender.join();
        }
    }

    private void measure(int run) throws InterruptedException {
        latencyUs.reset();
        errors.set(0);
        long cpuAtStartUs = processCpuUs();
        long startNs = System.nanoTime();
        window.set(run);
        events.emit("window-start", "run", run);
        TimeUnit.SECONDS.sleep(options.number("seconds", 15));
        Histogram measured = latencyUs.copy();
        long elapsedUs = (System.nanoTime() - startNs) / 1_000;
        events.emit(
                "window-end",
                "run",
                run,
                "messages",
                measured.getTotalCount(),
                "errors",
                errors.get(),
                "elapsedUs",
                elapsedUs,
                "p50Us",
                measured.getValueAtPercentile(50),
                "p99Us",
                measured.getValueAtPercentile(99),
                "p999Us",
                measured.getValueAtPercentile(99.9),
                "maxUs",
                measured.getMaxValue(),
                "clientCpuUs",
                processCpuUs() - cpuAtStartUs);
    }

    private static long processCpuUs() {
        return ProcessHandle.current()
                        .info()
                        .totalCpuDuration()
                        .orElse(java.time.Duration.ZERO)
                        .toNanos()
                / 1_000;
    }

    private void sendUntilStopped(byte[] body) {
        String topic = options.required("topic");
        while (window.get() != STOP) {
            int windowAtStart = window.get();
            long startNs = System.nanoTime();
            try {
                producer.send(new Message(topic, body));
                if (windowAtStart == window.get()) {
                    latencyUs.recordValue(Math.min(MAX_LATENCY_US, (System.nanoTime() - startNs) / 1_000));
                }
            } catch (MQClientException | MQBrokerException | RemotingException e) {
                if (errors.getAndIncrement() == 0) {
                    Producers.emitFailure(events, "load", e);
                }
            } catch (InterruptedException e) {
                return;
            }
        }
    }
}
