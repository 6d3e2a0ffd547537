/** Netty server and client that carry commands, with bounded memory in both directions. */
@NullMarked
package io.ringmq.remoting.transport;

import org.jspecify.annotations.NullMarked;
