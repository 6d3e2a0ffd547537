package io.ringmq.client.producer;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A message that is not stored yet.
 *
 * @param sinceMs when it was given to the producer
 * @param deadlineMs when it fails unless it is acknowledged
 * @param alone whether it must not share a request
 * @param claim its numbers, if it has some already
 */
record PendingMessage(
        OutgoingMessage message,
        CompletableFuture<SendReceipt> result,
        long sinceMs,
        long deadlineMs,
        boolean alone,
        @Nullable SendClaim claim) {

    /** A message without numbers. */
    PendingMessage(
            OutgoingMessage message,
            CompletableFuture<SendReceipt> result,
            long sinceMs,
            long deadlineMs,
            boolean alone) {
        this(message, result, sinceMs, deadlineMs, alone, null);
    }

    PendingMessage onItsOwn() {
        return new PendingMessage(message, result, sinceMs, deadlineMs, true, claim);
    }

    PendingMessage claimed(SendClaim numbers) {
        return new PendingMessage(message, result, sinceMs, deadlineMs, alone, numbers);
    }

    /** Says that it is not sent again. */
    void settle() {
        if (claim != null) {
            claim.settle();
        }
    }

    /** Whether both may be in one request. */
    boolean goesWith(PendingMessage other) {
        return !alone && !other.alone && message.sysFlag() == other.message.sysFlag();
    }

    int sizeBytes() {
        return message.sizeBytes();
    }
}
