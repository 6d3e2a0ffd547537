/** The command line of the benchmarks. */
@NullMarked
package io.ringmq.bench.main;

import org.jspecify.annotations.NullMarked;
