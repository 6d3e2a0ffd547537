/** Results of measurements as JSON lines, and the tables and plots that are made from them. */
@NullMarked
package io.ringmq.bench.report;

import org.jspecify.annotations.NullMarked;
