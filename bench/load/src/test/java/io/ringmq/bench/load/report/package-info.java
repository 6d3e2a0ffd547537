@NullMarked
package io.ringmq.bench.load.report;

import org.jspecify.annotations.NullMarked;
