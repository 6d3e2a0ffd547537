/** The command model of the RocketMQ remoting protocol and its two wire encodings. */
@NullMarked
package io.ringmq.remoting.protocol;

import org.jspecify.annotations.NullMarked;
