@NullMarked
package io.ringmq.client;

import org.jspecify.annotations.NullMarked;
