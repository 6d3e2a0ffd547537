/** Whole clusters as real processes, and stock clients as real processes, against each other. */
@NullMarked
package io.ringmq.systemtests;

import org.jspecify.annotations.NullMarked;
