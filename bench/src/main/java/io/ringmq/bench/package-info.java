@NullMarked
package io.ringmq.bench;

import org.jspecify.annotations.NullMarked;
