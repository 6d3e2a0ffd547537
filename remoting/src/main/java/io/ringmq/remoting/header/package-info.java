/** Typed header records, one per header of the protocol. The only home of the wire's legacy field names. */
@NullMarked
package io.ringmq.remoting.header;

import org.jspecify.annotations.NullMarked;
