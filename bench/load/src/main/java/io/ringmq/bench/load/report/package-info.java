/** Events as JSON lines on standard output, and commands as lines on standard input. */
@NullMarked
package io.ringmq.bench.load.report;

import org.jspecify.annotations.NullMarked;
