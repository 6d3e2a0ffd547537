/** How late messages are that were sent ahead of their time. */
@NullMarked
package io.ringmq.bench.timer;

import org.jspecify.annotations.NullMarked;
