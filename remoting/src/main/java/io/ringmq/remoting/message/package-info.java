/** Messages as they travel in send and pull bodies: layout, properties, ids, names (docs/wire.md). */
@NullMarked
package io.ringmq.remoting.message;

import org.jspecify.annotations.NullMarked;
