/** A whole cluster of real processes on loopback, kept in one directory. */
@NullMarked
package io.ringmq.bench.cluster;

import org.jspecify.annotations.NullMarked;
