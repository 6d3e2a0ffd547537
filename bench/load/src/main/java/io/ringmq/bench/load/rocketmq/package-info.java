/** Adapter of the stock RocketMQ client 5.5.0, for RingMQ and for Apache RocketMQ. */
@NullMarked
package io.ringmq.bench.load.rocketmq;

import org.jspecify.annotations.NullMarked;
