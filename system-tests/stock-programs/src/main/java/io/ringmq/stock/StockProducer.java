package io.ringmq.stock;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.rocketmq.client.exception.MQBrokerException;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.client.producer.SendCallback;
import org.apache.rocketmq.client.producer.SendResult;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.remoting.exception.RemotingException;

/**
 * Sends a fixed number of messages and ends.
 *
 * <p>Options beside those of {@link Producers}: {@code topic}; {@code count} (1); {@code mode} sync, async, oneway or
 * batch (sync); {@code tags}, separated by commas, used in turn; {@code prefix} of the ids (m); {@code bytes} of the
 * body, random (a short text); {@code delay-level} (0); {@code stay} true to go on living until standard input ends, since a
 * client that shuts down drops what it has not sent yet: one-way messages and traces. Message {@code n} has n as a property.
 *
 * <p>Events: {@code sent} with id, status, msgId, offsetMsgId, queue, offset; {@code failed} with id, error, code,
 * causeCode, message; {@code done}. One-way sends report {@code handed-over}; a batch reports {@code sent} once, with the
 * ids joined by commas. {@code all-sent} of one that stays.
 */
final class StockProducer {
    private static final int BATCH_SIZE = 10;
    private static final long ASYNC_WAIT_SECONDS = 60;

    private final DefaultMQProducer producer;
    private final Events events;

    private StockProducer(DefaultMQProducer producer, Events events) {
        this.producer = producer;
        this.events = events;
    }

    public static void main(String[] args) {
        Program.run(List.of(args), StockProducer::work);
    }

    private static void work(Options options, Events events) throws Exception {
        DefaultMQProducer producer = Producers.start(options);
        new StockProducer(producer, events).send(options.text("mode", "sync"), messages(options));
        if (options.flag("stay")) {
            events.emit("all-sent");
            Events.awaitEndOfInput(System.in);
        }
        producer.shutdown();
    }

    private static List<Message> messages(Options options) {
        String[] tags = options.text("tags", "").split(",", -1);
        int bytes = options.number("bytes", 0);
        List<Message> messages = new ArrayList<>();
        for (int i = 0; i < options.number("count", 1); i++) {
            String id = options.text("prefix", "m") + "-" + i;
            String topic = options.required("topic");
            String tag = tags[i % tags.length];
            Message message = bytes == 0
                    ? Producers.message(topic, tag, id)
                    : Producers.message(topic, tag, id, randomBody(i, bytes));
            message.putUserProperty("n", Integer.toString(i));
            message.setDelayTimeLevel(options.number("delay-level", 0));
            messages.add(message);
        }
        return messages;
    }

    /** Random bytes, because the client compresses large bodies. */
    private static byte[] randomBody(int seed, int bytes) {
        byte[] body = new byte[bytes];
        new SplittableRandom(seed).nextBytes(body);
        return body;
    }

    private void send(String mode, List<Message> messages) throws InterruptedException {
        switch (mode) {
            case "sync" -> sendSync(messages);
            case "oneway" -> sendOneway(messages);
            case "batch" -> sendBatches(messages);
            case "async" -> sendAsync(messages);
            default -> throw new IllegalArgumentException("unknown --mode " + mode);
        }
    }

    private void sendSync(List<Message> messages) throws InterruptedException {
        for (Message message : messages) {
            attempt(idOf(message), () -> emitSent(idOf(message), producer.send(message)));
        }
    }

    private void sendOneway(List<Message> messages) throws InterruptedException {
        for (Message message : messages) {
            attempt(idOf(message), () -> {
                producer.sendOneway(message);
                events.emit("handed-over", "id", idOf(message));
            });
        }
    }

    private void sendBatches(List<Message> messages) throws InterruptedException {
        for (int from = 0; from < messages.size(); from += BATCH_SIZE) {
            List<Message> batch = messages.subList(from, Math.min(messages.size(), from + BATCH_SIZE));
            String ids =
                    String.join(",", batch.stream().map(StockProducer::idOf).toList());
            attempt(ids, () -> emitSent(ids, producer.send(batch)));
        }
    }

    private void sendAsync(List<Message> messages) throws InterruptedException {
        CountDownLatch answered = new CountDownLatch(messages.size());
        for (Message message : messages) {
            String id = idOf(message);
            SendCallback callback = new SendCallback() {
                @Override
                public void onSuccess(SendResult result) {
                    emitSent(id, result);
                    answered.countDown();
                }

                @Override
                public void onException(Throwable failure) {
                    Producers.emitFailure(events, id, failure);
                    answered.countDown();
                }
            };
            attempt(id, () -> producer.send(message, callback));
        }
        if (!answered.await(ASYNC_WAIT_SECONDS, TimeUnit.SECONDS)) {
            events.emit("unanswered", "count", answered.getCount());
        }
    }

    private void attempt(String id, Sending sending) throws InterruptedException {
        try {
            sending.run();
        } catch (MQClientException | MQBrokerException | RemotingException e) {
            Producers.emitFailure(events, id, e);
        }
    }

    private void emitSent(String id, SendResult result) {
        events.emit(
                "sent",
                "id",
                id,
                "status",
                result.getSendStatus(),
                "msgId",
                result.getMsgId(),
                "offsetMsgId",
                result.getOffsetMsgId(),
                "broker",
                result.getMessageQueue().getBrokerName(),
                "queue",
                result.getMessageQueue().getQueueId(),
                "offset",
                result.getQueueOffset());
    }

    private static String idOf(Message message) {
        return message.getUserProperty(Producers.ID_PROPERTY);
    }

    /** One send, with what the client may throw. */
    private interface Sending {
        void run() throws MQClientException, MQBrokerException, RemotingException, InterruptedException;
    }
}
