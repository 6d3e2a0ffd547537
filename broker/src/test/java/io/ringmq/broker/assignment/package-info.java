@NullMarked
package io.ringmq.broker.assignment;

import org.jspecify.annotations.NullMarked;
