package io.ringmq.stock;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.message.MessageExt;

/**
 * Pops in order and acknowledges until standard input ends, as RocketMQ's proxy does for its consumers. Needs a client of
 * 5.x.
 *
 * <p>Options: {@code namesrv}; {@code group}; {@code topic}; {@code broker}, the name to pop from; {@code instance}, a
 * name that tells two consumers apart; {@code invisible-ms} of what it pops (60000); {@code drop-every}, of how many pops
 * one is acknowledged only up to its middle (0, none).
 *
 * <p>Events: {@code ready}; {@code received} with id, queue, offset, handle and times, how often it was delivered before;
 * {@code acknowledging} with id, queue and offset, before it is; {@code acknowledged} with id, after; {@code failed} with
 * error, of a pop or an acknowledgement; {@code done}.
 */
final class StockOrderedPopConsumer {
    private static final long PAUSE_NS = 200_000_000;

    private final OrderedPops pops;
    private final Events events;
    private final int invisibleMs;
    private final int dropEvery;
    private int popped;

    private StockOrderedPopConsumer(OrderedPops pops, Events events, Options options) {
        this.pops = pops;
        this.events = events;
        this.invisibleMs = options.number("invisible-ms", 60_000);
        this.dropEvery = options.number("drop-every", 0);
    }

    public static void main(String[] args) {
        Program.run(List.of(args), StockOrderedPopConsumer::work);
    }

    @SuppressWarnings("deprecation") // there is no other way to the calls below the client's API
    private static void work(Options options, Events events) throws Exception {
        // Not to send: a producer is the client that does least of its own accord.
        DefaultMQProducer client = new DefaultMQProducer(options.required("group"));
        client.setNamesrvAddr(options.required("namesrv"));
        client.setInstanceName(options.text("instance", client.getInstanceName()));
        client.start();
        String topic = options.required("topic");
        client.fetchPublishMessageQueues(topic);
        OrderedPops pops = new OrderedPops(
                client.getDefaultMQProducerImpl().getmQClientFactory(),
                options.required("broker"),
                topic,
                options.required("group"));
        AtomicBoolean ended = new AtomicBoolean();
        Thread reader = new Thread(
                () -> {
                    awaitEnd();
                    ended.set(true);
                },
                "end-of-input");
        reader.setDaemon(true);
        reader.start();
        events.emit("ready");
        new StockOrderedPopConsumer(pops, events, options).run(ended);
        client.shutdown();
    }

    private static void awaitEnd() {
        try {
            Events.awaitEndOfInput(System.in);
        } catch (IOException e) {
            System.err.println("standard input failed, which ends it as well: " + e);
        }
    }

    private void run(AtomicBoolean ended) throws Exception {
        while (!ended.get()) {
            try {
                consume(pops.pop(invisibleMs));
            } catch (ExecutionException | TimeoutException | InvocationTargetException e) {
                events.emit("failed", "error", e);
                LockSupport.parkNanos(PAUSE_NS);
                pops.lookAgain();
            }
        }
    }

    private void consume(List<MessageExt> messages) throws Exception {
        messages.forEach(this::received);
        popped += messages.isEmpty() ? 0 : 1;
        boolean drops = dropEvery > 0 && popped % dropEvery == 0;
        int wanted = drops ? messages.size() / 2 : messages.size();
        for (MessageExt message : messages.subList(0, wanted)) {
            acknowledge(message);
        }
    }

    private void received(MessageExt message) {
        events.emit(
                "received",
                "id",
                id(message),
                "queue",
                message.getQueueId(),
                "offset",
                message.getQueueOffset(),
                "handle",
                message.getProperty("POP_CK"),
                "times",
                message.getReconsumeTimes());
    }

    /** What fails here comes again, and then everything behind it does, too. */
    private void acknowledge(MessageExt message) throws Exception {
        events.emit(
                "acknowledging", "id", id(message), "queue", message.getQueueId(), "offset", message.getQueueOffset());
        if (pops.acknowledge(message)) {
            events.emit("acknowledged", "id", id(message));
        }
    }

    private static String id(MessageExt message) {
        return String.valueOf(message.getUserProperty(Producers.ID_PROPERTY));
    }
}
