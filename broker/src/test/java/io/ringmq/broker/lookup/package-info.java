@NullMarked
package io.ringmq.broker.lookup;

import org.jspecify.annotations.NullMarked;
