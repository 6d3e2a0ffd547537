/** Requests that a broker passes on to the clients connected to it. */
@NullMarked
package io.ringmq.broker.client;

import org.jspecify.annotations.NullMarked;
