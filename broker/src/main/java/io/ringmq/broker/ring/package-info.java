/** One ring on one node: wires the log, the state and the request handlers. */
@NullMarked
package io.ringmq.broker.ring;

import org.jspecify.annotations.NullMarked;
