@NullMarked
package io.ringmq.broker.lock;

import org.jspecify.annotations.NullMarked;
