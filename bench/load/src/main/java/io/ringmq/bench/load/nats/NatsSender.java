package io.ringmq.bench.load.nats;

import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.JetStreamApiException;
import io.nats.client.api.PublishAck;
import io.ringmq.bench.load.client.Completion;
import io.ringmq.bench.load.client.Endpoint;
import io.ringmq.bench.load.client.SendFailedException;
import io.ringmq.bench.load.client.Sender;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** One connection. Takes the streams in turn; a group is so many asynchronous publications to one of them. */
final class NatsSender implements Sender {
    private final Connection connection;
    private final JetStream jetStream;
    private final List<String> subjects;
    private final AtomicInteger turn = new AtomicInteger();

    NatsSender(Connection connection, JetStream jetStream, Endpoint endpoint) {
        this.connection = connection;
        this.jetStream = jetStream;
        this.subjects = IntStream.range(0, endpoint.queues())
                .mapToObj(queue -> NatsClient.subject(endpoint.topic(), queue))
                .toList();
    }

    private String nextSubject() {
        return subjects.get(Math.floorMod(turn.getAndIncrement(), subjects.size()));
    }

    @Override
    public void send(byte[] body) throws SendFailedException {
        try {
            jetStream.publish(nextSubject(), body);
        } catch (IOException | JetStreamApiException | IllegalStateException e) {
            // Illegal state is how the client says that it is not connected or that its queue is full.
            throw new SendFailedException(e);
        }
    }

    @Override
    public void sendAsync(byte[] body, Completion completion) {
        try {
            jetStream.publishAsync(nextSubject(), body).whenComplete((ack, failure) -> completion.done(failure));
        } catch (IllegalStateException e) {
            completion.done(e);
        }
    }

    @Override
    public void sendGroup(List<byte[]> bodies) throws SendFailedException, InterruptedException {
        String subject = nextSubject();
        try {
            List<CompletableFuture<PublishAck>> sends = bodies.stream()
                    .map(body -> jetStream.publishAsync(subject, body))
                    .toList();
            for (CompletableFuture<PublishAck> send : sends) {
                send.get();
            }
        } catch (ExecutionException e) {
            throw new SendFailedException(e.getCause());
        } catch (IllegalStateException e) {
            throw new SendFailedException(e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
