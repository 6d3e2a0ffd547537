/** The ordered key-value store that holds the state a ring derives from its log. */
@NullMarked
package io.ringmq.store.state;

import org.jspecify.annotations.NullMarked;
