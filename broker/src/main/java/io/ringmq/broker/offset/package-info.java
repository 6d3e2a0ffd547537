/** Consumer offsets and the bounds of queues. */
@NullMarked
package io.ringmq.broker.offset;

import org.jspecify.annotations.NullMarked;
