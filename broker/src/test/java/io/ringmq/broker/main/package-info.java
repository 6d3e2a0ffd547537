@NullMarked
package io.ringmq.broker.main;

import org.jspecify.annotations.NullMarked;
