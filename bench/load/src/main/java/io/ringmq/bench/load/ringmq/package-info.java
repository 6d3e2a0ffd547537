/** Adapter of RingMQ's own SDK. */
@NullMarked
package io.ringmq.bench.load.ringmq;

import org.jspecify.annotations.NullMarked;
