/**
 * Receiving messages in a group whose members share the queues.
 *
 * <p>Everything but the listener runs on one thread, the client's timer; listeners run on a pool, and what they
 * conclude comes back to that thread.
 */
@NullMarked
package io.ringmq.client.consumer;

import org.jspecify.annotations.NullMarked;
