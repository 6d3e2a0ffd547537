@NullMarked
package io.ringmq.broker.timer;

import org.jspecify.annotations.NullMarked;
