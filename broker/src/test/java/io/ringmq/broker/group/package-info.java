@NullMarked
package io.ringmq.broker.group;

import org.jspecify.annotations.NullMarked;
