/** The index from queue offsets to places in the log. */
@NullMarked
package io.ringmq.store.queue;

import org.jspecify.annotations.NullMarked;
