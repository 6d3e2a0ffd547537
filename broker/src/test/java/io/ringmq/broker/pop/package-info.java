@NullMarked
package io.ringmq.broker.pop;

import org.jspecify.annotations.NullMarked;
