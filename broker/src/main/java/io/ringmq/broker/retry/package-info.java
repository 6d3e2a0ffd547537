/** Messages a consumer could not handle: retry topics and dead-letter topics. */
@NullMarked
package io.ringmq.broker.retry;

import org.jspecify.annotations.NullMarked;
