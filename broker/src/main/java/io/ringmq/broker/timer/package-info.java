/** Messages that are delivered at a time of their own. */
@NullMarked
package io.ringmq.broker.timer;

import org.jspecify.annotations.NullMarked;
