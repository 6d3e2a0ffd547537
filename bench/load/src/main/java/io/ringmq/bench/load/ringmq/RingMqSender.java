package io.ringmq.bench.load.ringmq;

import io.ringmq.bench.load.client.Completion;
import io.ringmq.bench.load.client.SendFailedException;
import io.ringmq.bench.load.client.Sender;
import io.ringmq.client.producer.Message;
import io.ringmq.client.producer.Producer;
import io.ringmq.client.producer.SendOptions;
import io.ringmq.client.producer.SendReceipt;
import io.ringmq.client.route.ClientException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;

/** One producer. A group is so many asynchronous sends to one queue, which the producer batches by itself. */
final class RingMqSender implements Sender {
    private final Producer producer;
    private final String topic;
    private final AtomicInteger groups = new AtomicInteger();

    RingMqSender(Producer producer, String topic) {
        this.producer = producer;
        this.topic = topic;
    }

    @Override
    public void send(byte[] body) throws SendFailedException {
        try {
            producer.send(Message.of(topic, body));
        } catch (ClientException e) {
            throw new SendFailedException(e);
        }
    }

    @Override
    public void sendAsync(byte[] body, Completion completion) {
        producer.sendAsync(Message.of(topic, body)).whenComplete((receipt, failure) -> completion.done(failure));
    }

    @Override
    public void sendGroup(List<byte[]> bodies) throws SendFailedException {
        int group = groups.getAndIncrement();
        SendOptions toOneQueue = producer.defaultOptions()
                .withSelector((queues, message) -> queues.get(Math.floorMod(group, queues.size())));
        List<CompletableFuture<SendReceipt>> sends = bodies.stream()
                .map(body -> producer.sendAsync(Message.of(topic, body), toOneQueue))
                .toList();
        try {
            sends.forEach(CompletableFuture::join);
        } catch (CompletionException e) {
            throw new SendFailedException(e.getCause());
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
