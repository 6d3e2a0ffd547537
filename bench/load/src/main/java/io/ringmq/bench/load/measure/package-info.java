/** Time, latencies and the result of a measured window. */
@NullMarked
package io.ringmq.bench.load.measure;

import org.jspecify.annotations.NullMarked;
