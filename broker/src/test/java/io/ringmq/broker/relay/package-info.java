@NullMarked
package io.ringmq.broker.relay;

import org.jspecify.annotations.NullMarked;
