/** Sends that reach a follower under the ring's standby name go on to the leader. */
@NullMarked
package io.ringmq.broker.relay;

import org.jspecify.annotations.NullMarked;
