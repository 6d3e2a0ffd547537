package io.ringmq.bench.load.client;

import org.jspecify.annotations.Nullable;

/** Hears how an asynchronous send ended, once, on any thread. Must not block. */
@FunctionalInterface
public interface Completion {
    /**
     * The send ended.
     *
     * @param failure null if the message was acknowledged
     */
    void done(@Nullable Throwable failure);
}
