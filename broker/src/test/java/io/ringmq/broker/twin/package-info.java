/** Stand-ins for time, connections and responders that tests drive by hand. */
@NullMarked
package io.ringmq.broker.twin;

import org.jspecify.annotations.NullMarked;
