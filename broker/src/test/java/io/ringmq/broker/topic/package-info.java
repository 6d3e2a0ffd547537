@NullMarked
package io.ringmq.broker.topic;

import org.jspecify.annotations.NullMarked;
