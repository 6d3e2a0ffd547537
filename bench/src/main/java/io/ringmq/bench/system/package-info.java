/** The systems that benchmarks compare: RingMQ and its peers, each as three replicas on loopback. */
@NullMarked
package io.ringmq.bench.system;

import org.jspecify.annotations.NullMarked;
