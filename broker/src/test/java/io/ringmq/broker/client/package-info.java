@NullMarked
package io.ringmq.broker.client;

import org.jspecify.annotations.NullMarked;
