package io.ringmq.bench.load.kafka;

import io.ringmq.bench.load.client.Completion;
import io.ringmq.bench.load.client.Endpoint;
import io.ringmq.bench.load.client.SendFailedException;
import io.ringmq.bench.load.client.Sender;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/** One producer. Takes the partitions in turn, message by message or group by group, or leaves the choice to the client. */
final class KafkaSender implements Sender {
    private final KafkaProducer<byte[], byte[]> producer;
    private final Endpoint endpoint;
    private final boolean clientChooses;
    private final AtomicInteger turn = new AtomicInteger();

    /** @param clientChooses whether the client's own partitioner chooses for asynchronous sends */
    KafkaSender(KafkaProducer<byte[], byte[]> producer, Endpoint endpoint, boolean clientChooses) {
        this.producer = producer;
        this.endpoint = endpoint;
        this.clientChooses = clientChooses;
    }

    @Override
    public void send(byte[] body) throws SendFailedException, InterruptedException {
        sendGroup(List.of(body));
    }

    @Override
    public void sendAsync(byte[] body, Completion completion) {
        try {
            producer.send(
                    record(clientChooses ? null : nextPartition(), body),
                    (metadata, failure) -> completion.done(failure));
        } catch (KafkaException e) {
            completion.done(e);
        }
    }

    @Override
    public void sendGroup(List<byte[]> bodies) throws SendFailedException, InterruptedException {
        int partition = nextPartition();
        try {
            Stream<Future<RecordMetadata>> sends = bodies.stream().map(body -> producer.send(record(partition, body)));
            for (Future<RecordMetadata> send : sends.toList()) {
                send.get();
            }
        } catch (ExecutionException e) {
            throw new SendFailedException(e.getCause());
        } catch (InterruptException e) {
            throw interrupted(e);
        } catch (KafkaException e) {
            throw new SendFailedException(e);
        }
    }

    private static InterruptedException interrupted(InterruptException cause) {
        InterruptedException interrupted = new InterruptedException("interrupted within a send");
        interrupted.initCause(cause);
        return interrupted;
    }

    private ProducerRecord<byte[], byte[]> record(@Nullable Integer partition, byte[] body) {
        return new ProducerRecord<>(endpoint.topic(), partition, null, body);
    }

    private int nextPartition() {
        return Math.floorMod(turn.getAndIncrement(), endpoint.queues());
    }

    @Override
    public void close() {
        producer.close();
    }
}
