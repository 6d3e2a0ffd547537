package io.ringmq.client.producer;

import java.util.concurrent.CompletableFuture;

/**
 * A message that is not stored yet.
 *
 * @param sinceMs when it was given to the producer
 * @param deadlineMs when it fails unless it is acknowledged
 * @param alone whether it must not share a request
 */
record PendingMessage(
        OutgoingMessage message, CompletableFuture<SendReceipt> result, long sinceMs, long deadlineMs, boolean alone) {

    PendingMessage onItsOwn() {
        return new PendingMessage(message, result, sinceMs, deadlineMs, true);
    }

    /** Whether both may be in one request. */
    boolean goesWith(PendingMessage other) {
        return !alone && !other.alone && message.sysFlag() == other.message.sysFlag();
    }

    int sizeBytes() {
        return message.sizeBytes();
    }
}
