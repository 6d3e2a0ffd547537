@NullMarked
package io.ringmq.broker;

import org.jspecify.annotations.NullMarked;
