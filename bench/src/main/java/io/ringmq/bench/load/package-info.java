/** Throughput and latency of synchronous sends. */
@NullMarked
package io.ringmq.bench.load;

import org.jspecify.annotations.NullMarked;
