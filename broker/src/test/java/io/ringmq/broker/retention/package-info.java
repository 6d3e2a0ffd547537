@NullMarked
package io.ringmq.broker.retention;

import org.jspecify.annotations.NullMarked;
