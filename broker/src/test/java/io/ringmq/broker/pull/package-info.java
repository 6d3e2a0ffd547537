@NullMarked
package io.ringmq.broker.pull;

import org.jspecify.annotations.NullMarked;
