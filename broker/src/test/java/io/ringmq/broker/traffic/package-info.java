@NullMarked
package io.ringmq.broker.traffic;

import org.jspecify.annotations.NullMarked;
