/** The format of the records that make up the body of a frame. */
@NullMarked
package io.ringmq.store.record;

import org.jspecify.annotations.NullMarked;
