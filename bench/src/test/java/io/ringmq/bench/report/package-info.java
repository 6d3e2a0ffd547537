@NullMarked
package io.ringmq.bench.report;

import org.jspecify.annotations.NullMarked;
