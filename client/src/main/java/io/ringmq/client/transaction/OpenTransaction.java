package io.ringmq.client.transaction;

import io.ringmq.client.producer.Message;

/**
 * A transaction that nobody has ended yet.
 *
 * @param transactionId as of {@link Transaction#id()}
 * @param message as it was sent, with the properties that producer and broker added
 */
public record OpenTransaction(String transactionId, Message message) {}
