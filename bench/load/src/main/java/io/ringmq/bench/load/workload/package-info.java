/** The load, the same for every client: closed loops, an open loop, backlogs, and a stream that survives failures. */
@NullMarked
package io.ringmq.bench.load.workload;

import org.jspecify.annotations.NullMarked;
