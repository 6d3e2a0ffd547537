/** The index from the keys of messages to places in the log. */
@NullMarked
package io.ringmq.store.key;

import org.jspecify.annotations.NullMarked;
