@NullMarked
package io.ringmq.broker.delay;

import org.jspecify.annotations.NullMarked;
