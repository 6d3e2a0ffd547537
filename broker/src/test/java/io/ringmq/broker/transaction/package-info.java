@NullMarked
package io.ringmq.broker.transaction;

import org.jspecify.annotations.NullMarked;
