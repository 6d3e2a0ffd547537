@NullMarked
package io.ringmq.bench.load.workload;

import org.jspecify.annotations.NullMarked;
