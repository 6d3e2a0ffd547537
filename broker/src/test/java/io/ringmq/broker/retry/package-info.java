@NullMarked
package io.ringmq.broker.retry;

import org.jspecify.annotations.NullMarked;
