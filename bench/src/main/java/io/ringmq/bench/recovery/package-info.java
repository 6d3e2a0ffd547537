/**
 * How long nodes take to come back: after a crash with a log of some size, after having been away, and with
 * many topics.
 */
@NullMarked
package io.ringmq.bench.recovery;

import org.jspecify.annotations.NullMarked;
