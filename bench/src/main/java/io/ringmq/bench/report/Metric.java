package io.ringmq.bench.report;

import java.util.Arrays;
import java.util.Optional;

/** What is measured of a system under load. The field is its name in results; it ends in the unit. */
public enum Metric {
    MESSAGES_PER_SECOND("messagesPerSecond", "msg/s", 1, 0),
    /** Of a drain: from the start of the consumer, where the plain rate counts from the first message. */
    MESSAGES_PER_SECOND_FROM_START("messagesPerSecondFromStart", "msg/s from start", 1, 0),
    P50_US("p50Us", "p50 ms", 1000, 2),
    P99_US("p99Us", "p99 ms", 1000, 2),
    P999_US("p999Us", "p99.9 ms", 1000, 2),
    MAX_US("maxUs", "max ms", 1000, 1),
    ACK_P50_US("ackP50Us", "ack p50 ms", 1000, 2),
    ACK_P99_US("ackP99Us", "ack p99 ms", 1000, 2),
    /** Of all broker processes together, by acknowledged message. */
    BROKER_CPU_US("brokerCpuUsPerMessage", "broker CPU us/msg", 1, 1),
    CLIENT_CPU_US("clientCpuUsPerMessage", "client CPU us/msg", 1, 1),
    BROKER_CORES("brokerCores", "broker cores", 1, 2),
    CLIENT_CORES("clientCores", "client cores", 1, 2),
    /** Busy cores that are neither the brokers nor the client. */
    OTHER_CORES("otherCores", "other cores", 1, 2),
    ERRORS("errors", "errors", 1, 0),
    /** Longest time in which no thread got an acknowledgement. */
    GAP_MS("gapMs", "gap s", 1000, 2),
    /** Longest time in which some one thread got no acknowledgement. */
    THREAD_GAP_MS("threadGapMs", "gap of a thread s", 1000, 2),
    ACKED("acked", "acked", 1, 0),
    LOST("lost", "lost", 1, 0),
    DUPLICATED("duplicated", "stored twice", 1, 0),
    FAILED("failed", "failed sends", 1, 0),
    RSS_ANON_MIB("rssAnonMiB", "RSS anonymous MiB per broker", 1, 0),
    /** Anonymous memory that all brokers gained with each connection that was opened and left idle. */
    RSS_BYTES_PER_CONNECTION("rssBytesPerConnection", "RSS KiB per idle connection", 1024, 1),
    /** Objects that all brokers keep for each connection that was opened and left idle. */
    HEAP_BYTES_PER_CONNECTION("heapBytesPerConnection", "live heap KiB per idle connection", 1024, 1),
    RSS_FILE_MIB("rssFileMiB", "RSS files MiB per broker", 1, 0);

    private final String field;
    private final String heading;
    private final int divisor;
    private final int decimals;

    Metric(String field, String heading, int divisor, int decimals) {
        this.field = field;
        this.heading = heading;
        this.divisor = divisor;
        this.decimals = decimals;
    }

    /** The name in results. */
    public String field() {
        return field;
    }

    /** The name in tables, with the unit that {@link #format} writes. */
    public String heading() {
        return heading;
    }

    /** A value in the unit of the heading. */
    public String format(double value) {
        return Numbers.grouped(value / divisor, decimals);
    }

    /** Whether a ratio of two systems means something; the others show whether a measurement can be trusted. */
    public boolean isCompared() {
        return switch (this) {
            case CLIENT_CORES, OTHER_CORES, ERRORS, ACKED, LOST, DUPLICATED, FAILED, RSS_FILE_MIB -> false;
            default -> true;
        };
    }

    /** The metric with a name in results. */
    public static Optional<Metric> ofField(String field) {
        return Arrays.stream(values()).filter(m -> m.field.equals(field)).findFirst();
    }
}
