@NullMarked
package io.ringmq.broker.input;

import org.jspecify.annotations.NullMarked;
