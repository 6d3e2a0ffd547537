/** Tests of filters, against tables and against RocketMQ's own. */
@NullMarked
package io.ringmq.broker.filter;

import org.jspecify.annotations.NullMarked;
