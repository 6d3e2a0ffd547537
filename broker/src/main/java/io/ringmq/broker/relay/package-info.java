/** Sends of producers that cannot know the leader go on to it. */
@NullMarked
package io.ringmq.broker.relay;

import org.jspecify.annotations.NullMarked;
