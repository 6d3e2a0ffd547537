package io.ringmq.broker.state;

import java.nio.ByteBuffer;

/**
 * Begins a transaction: a message that nobody sees before its producer says what becomes of it.
 *
 * @param group of the producer, whose members are asked what they have not said
 * @param transactionId the unique id that the client gave the message
 * @param firstCheckMs when to ask first, in milliseconds since the epoch of the leader's clock
 * @param message in the wire layout as it is to be delivered, between position and limit; shared, not copied
 */
public record HalfMessage(String group, String transactionId, long firstCheckMs, ByteBuffer message) {}
