/** Messages on their way into the log and out of it. */
@NullMarked
package io.ringmq.broker.message;

import org.jspecify.annotations.NullMarked;
