@NullMarked
package io.ringmq.broker.progress;

import org.jspecify.annotations.NullMarked;
