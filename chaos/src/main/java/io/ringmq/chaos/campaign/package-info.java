/** A run: load, faults drawn from a seed, and the check of what came of it. */
@NullMarked
package io.ringmq.chaos.campaign;

import org.jspecify.annotations.NullMarked;
