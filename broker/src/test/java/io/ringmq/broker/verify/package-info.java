@NullMarked
package io.ringmq.broker.verify;

import org.jspecify.annotations.NullMarked;
