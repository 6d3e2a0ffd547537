package io.ringmq.bench.load.client;

/** A running consumer. */
public interface Receiver extends AutoCloseable {
    /** Stops it; the handler is not called after this returns. */
    @Override
    void close();
}
