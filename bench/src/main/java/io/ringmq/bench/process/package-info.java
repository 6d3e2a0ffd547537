/** Processes of this machine: class paths, starting, waiting, what they report, CPU time. */
@NullMarked
package io.ringmq.bench.process;

import org.jspecify.annotations.NullMarked;
