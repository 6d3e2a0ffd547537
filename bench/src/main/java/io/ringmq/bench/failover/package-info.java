/** Killing leaders under load and keeping the books: acknowledged, consumed, lost, duplicated. */
@NullMarked
package io.ringmq.bench.failover;

import org.jspecify.annotations.NullMarked;
