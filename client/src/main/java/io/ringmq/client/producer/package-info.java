/** Sending messages. */
@NullMarked
package io.ringmq.client.producer;

import org.jspecify.annotations.NullMarked;
