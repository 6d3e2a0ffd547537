/** Which queues a consumer is to consume, where it leaves that to the broker. */
@NullMarked
package io.ringmq.broker.assignment;

import org.jspecify.annotations.NullMarked;
