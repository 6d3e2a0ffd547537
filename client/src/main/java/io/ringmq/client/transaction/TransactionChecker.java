package io.ringmq.client.transaction;

/** Tells what became of transactions that their producer has not ended, perhaps because it is no more. */
@FunctionalInterface
public interface TransactionChecker {
    /**
     * Looks up whether the change that belongs to the message took place. Called on threads of the producer, for
     * transactions of any producer of the group, and again later after {@link Decision#UNKNOWN} or an exception.
     */
    Decision check(OpenTransaction transaction);
}
