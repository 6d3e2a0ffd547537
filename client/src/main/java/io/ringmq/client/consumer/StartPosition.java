package io.ringmq.client.consumer;

/** Where a group without an offset begins to read a queue. */
public enum StartPosition {
    /** Behind the last message: only what is sent from now on. */
    LATEST,
    /** At the first message that is still stored. */
    EARLIEST
}
