package io.ringmq.bench.system;

import java.util.Map;

/**
 * A system under test: processes on loopback, on free ports, that live until {@link #close}. Started by
 * {@link SystemKind#start}. Not thread-safe.
 */
public interface BenchSystem extends Replicas, AutoCloseable {
    /** Kind and flush mode, such as {@code kafka-async}. */
    String name();

    /**
     * Where clients connect.
     *
     * <pre>
     * RingMQ, RocketMQ   HOST:PORT of the nameserver
     * Kafka              HOST:PORT,HOST:PORT,HOST:PORT (bootstrap.servers)
     * NATS               nats://HOST:PORT,nats://HOST:PORT,nats://HOST:PORT
     * </pre>
     */
    String address();

    /** What a reader needs to judge or repeat a measurement: versions, JVM options, acknowledgement and flush mode. */
    Map<String, String> facts();

    /**
     * Creates a topic that has three replicas, and returns once clients can use it.
     *
     * <p>NATS has no topics: there, queue {@code q} is the file stream {@code TOPIC-q} with the one subject
     * {@code TOPIC.q}.
     *
     * @param topic letters, digits, underscores and hyphens
     */
    void createTopic(String topic, int queues);

    /** Stops every process (SIGSTOP), so that it costs nothing while another system is measured. */
    void pause();

    /**
     * Lets every process go on (SIGCONT) and waits until the system has been whole for some seconds.
     *
     * @throws io.ringmq.bench.process.AwaitException if that takes longer than two minutes
     */
    void resume();

    /** Kills every process and deletes the data; configuration and output stay. Idempotent. */
    @Override
    void close();
}
