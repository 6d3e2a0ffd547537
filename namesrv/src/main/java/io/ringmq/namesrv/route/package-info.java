/** The route table: which brokers serve which topics, as a pure state machine that is told the time. */
@NullMarked
package io.ringmq.namesrv.route;

import org.jspecify.annotations.NullMarked;
