/** How long nodes take to come back: after a crash with a log of some size, and after having been away. */
@NullMarked
package io.ringmq.bench.recovery;

import org.jspecify.annotations.NullMarked;
