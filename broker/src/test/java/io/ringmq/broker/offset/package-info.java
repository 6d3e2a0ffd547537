@NullMarked
package io.ringmq.broker.offset;

import org.jspecify.annotations.NullMarked;
