package io.ringmq.bench.system;

import io.ringmq.bench.process.Await;
import io.ringmq.bench.process.Distribution;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Every system that can be measured. */
public enum SystemKind {
    RINGMQ,
    ROCKETMQ_DLEDGER,
    ROCKETMQ_CONTROLLER,
    KAFKA,
    NATS;

    /** The word for it in options and results, such as {@code rocketmq-dledger}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The kind with a label.
     *
     * @throws IllegalArgumentException if there is none; the message lists them
     */
    public static SystemKind labelled(String label) {
        return Arrays.stream(values())
                .filter(kind -> kind.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + label + "' is no system; name one of "
                        + Arrays.stream(values()).map(SystemKind::label).collect(Collectors.joining(", "))));
    }

    /** Whether acknowledgements of this system can wait for the disk the way the mode says. */
    public boolean supports(FlushMode flush) {
        return flush == FlushMode.ASYNC || (this != ROCKETMQ_DLEDGER && this != NATS);
    }

    /**
     * Starts the system on free ports, with 1 GiB of heap per broker where it is a JVM, and waits until it is whole. Its
     * processes are killed when this JVM ends, at the latest.
     *
     * @param dir the system gets a new directory below it, named after itself and the time
     * @throws IllegalArgumentException if the system does not have the flush mode
     * @throws IllegalStateException if its software is not there; the message says how to get it
     * @throws io.ringmq.bench.process.AwaitException with the end of a log if it does not start
     */
    public BenchSystem start(Path dir, FlushMode flush, Await await) {
        if (!supports(flush)) {
            throw new IllegalArgumentException(label() + " cannot acknowledge after a flush; measure it with async");
        }
        Path systemDir = dir.resolve(
                        label() + "-" + flush.word() + "-" + await.clock().millis())
                .toAbsolutePath();
        return switch (this) {
            case RINGMQ -> RingSystem.start(RingSystem.spec(systemDir, flush), await);
            case ROCKETMQ_DLEDGER, ROCKETMQ_CONTROLLER ->
                PeerSystem.start(
                        new RocketMqPeer(this, systemDir, flush, Distribution.fromSystemProperty()),
                        systemDir,
                        flush,
                        await);
            case KAFKA ->
                PeerSystem.start(
                        new KafkaPeer(systemDir, flush, Distribution.fromSystemProperty()), systemDir, flush, await);
            case NATS -> PeerSystem.start(new NatsPeer(systemDir), systemDir, flush, await);
        };
    }
}
