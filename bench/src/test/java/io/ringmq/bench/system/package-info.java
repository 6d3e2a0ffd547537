/** Tests of what is pure in starting peers; the peers themselves are started by benchmarks only. */
@NullMarked
package io.ringmq.bench.system;

import org.jspecify.annotations.NullMarked;
