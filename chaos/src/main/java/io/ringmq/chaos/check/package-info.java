/** Whether a history keeps what a ring promises. Depends on the history only. */
@NullMarked
package io.ringmq.chaos.check;

import org.jspecify.annotations.NullMarked;
