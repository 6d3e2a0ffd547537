/** The command line behind {@code scripts/chaos}. */
@NullMarked
package io.ringmq.chaos.main;

import org.jspecify.annotations.NullMarked;
