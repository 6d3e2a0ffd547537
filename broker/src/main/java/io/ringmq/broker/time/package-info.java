/** Doing things later: the one port through which the broker sets timers. */
@NullMarked
package io.ringmq.broker.time;

import org.jspecify.annotations.NullMarked;
