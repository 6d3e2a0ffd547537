package io.ringmq.broker.state;

/**
 * Ends a transaction, and guards the copy of its message: if it is pending it is so no more and the guarded records
 * apply, else they are skipped.
 *
 * @param number of the half message
 * @param targetTopic where the copy goes; the guard holds only if it has the queue
 * @param guardedRecords how many of the records behind it in the entry depend on it: 1, or 0 for a rollback, which has no
 *     target
 */
public record TransactionEnd(
        long number, TransactionFate fate, String targetTopic, int targetQueueId, int guardedRecords) {

    public TransactionEnd {
        if (guardedRecords < 0 || (fate == TransactionFate.ROLLED_BACK) != (guardedRecords == 0)) {
            throw new IllegalArgumentException(
                    "transaction " + number + " is " + fate + " with " + guardedRecords + " records");
        }
    }

    /** Forgets the message. */
    public static TransactionEnd rollback(long number) {
        return new TransactionEnd(number, TransactionFate.ROLLED_BACK, "", 0, 0);
    }
}
