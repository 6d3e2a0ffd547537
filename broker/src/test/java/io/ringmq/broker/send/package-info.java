@NullMarked
package io.ringmq.broker.send;

import org.jspecify.annotations.NullMarked;
