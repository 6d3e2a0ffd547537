/** Requests to the leader of a ring that survive its change: which replica to ask next, and when. */
@NullMarked
package io.ringmq.client.call;

import org.jspecify.annotations.NullMarked;
