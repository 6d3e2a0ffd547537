@NullMarked
package io.ringmq.store;

import org.jspecify.annotations.NullMarked;
