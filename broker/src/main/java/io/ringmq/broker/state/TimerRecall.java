package io.ringmq.broker.state;

/**
 * A timed message is not to be delivered after all.
 *
 * @param dueMs when it would be delivered, in milliseconds since the epoch
 * @param uniqueId the client's id of the message; a message that was sent again by its client is recalled with each of
 *     its copies that are due at that time
 */
public record TimerRecall(long dueMs, String topic, String uniqueId) {}
