/** Digests of a replica's log and state, to be compared with those of the other replicas. */
@NullMarked
package io.ringmq.broker.verify;

import org.jspecify.annotations.NullMarked;
