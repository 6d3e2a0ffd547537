package io.ringmq.broker.transaction;

/**
 * When producers are asked about transactions they have not ended.
 *
 * @param timeoutMs from the half message to the first question, unless the message names a time of its own
 * @param checkIntervalMs from one question to the next
 * @param maxChecks how often to ask before the message is set aside
 */
public record TransactionSettings(long timeoutMs, long checkIntervalMs, int maxChecks) {

    /** As RocketMQ's transactionTimeOut and transactionCheckMax. */
    public static TransactionSettings everyMs(long checkIntervalMs) {
        return new TransactionSettings(6_000, checkIntervalMs, 15);
    }
}
