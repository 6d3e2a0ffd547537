@NullMarked
package io.ringmq.bench.failover;

import org.jspecify.annotations.NullMarked;
