package io.ringmq.broker.state;

/**
 * A moment on the clock of one leader. Moments of different terms cannot be compared: each leader counts from a start of
 * its own, by a clock that nobody sets.
 *
 * @param term the term in which the clock was read, by the leader of that term
 * @param uptimeMs milliseconds since some moment before the term
 */
public record LeaderTime(long term, long uptimeMs) {}
