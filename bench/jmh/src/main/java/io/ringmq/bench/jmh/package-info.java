/** JMH benchmarks of the pieces that every message passes. */
@NullMarked
package io.ringmq.bench.jmh;

import org.jspecify.annotations.NullMarked;
