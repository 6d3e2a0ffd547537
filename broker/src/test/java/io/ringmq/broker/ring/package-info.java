@NullMarked
package io.ringmq.broker.ring;

import org.jspecify.annotations.NullMarked;
