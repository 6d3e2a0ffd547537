package io.ringmq.bench.load.client;

/**
 * How a sender is set up for its workload, within what each client's documentation offers.
 *
 * @param style what the sender waits for
 * @param groupBytes bodies of one {@link Sender#sendGroup}, together
 */
public record Tuning(Style style, Compression compression, int groupBytes) {
    /** What matters to the workload. */
    public enum Style {
        /** Every setting is the client's own default. */
        DEFAULTS,
        /** Each message leaves at once. */
        PROMPT,
        /** Many messages are in flight; the client may wait a few milliseconds to gather some. */
        PIPELINED,
        /** A group leaves at once, as one batch. */
        GROUPED
    }

    /** How bodies are compressed on the way. */
    public enum Compression {
        NONE,
        LZ4,
        ZSTD
    }
}
