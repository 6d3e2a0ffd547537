package io.ringmq.broker.state;

/**
 * Hands messages of a queue out in order: on the condition of the take, and that nothing that was popped in order before is
 * invisible still. What was is handed out again first.
 *
 * @param attemptId the same one for a client's further tries of the same pop, which get the same messages again; may
 *     be empty
 */
public record PopOrderedTake(PopTake take, String attemptId) {}
