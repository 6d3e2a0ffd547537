/** Locks on queues, by which a group consumes in order. */
@NullMarked
package io.ringmq.broker.lock;

import org.jspecify.annotations.NullMarked;
