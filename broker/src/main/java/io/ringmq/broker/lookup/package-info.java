/** Messages found by their keys, and what a queue's index holds. */
@NullMarked
package io.ringmq.broker.lookup;

import org.jspecify.annotations.NullMarked;
