/** Reads what lies on the disk before it is needed, to learn of damage in time. */
@NullMarked
package io.ringmq.broker.scrub;

import org.jspecify.annotations.NullMarked;
