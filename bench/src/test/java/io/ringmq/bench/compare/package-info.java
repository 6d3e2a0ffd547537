@NullMarked
package io.ringmq.bench.compare;

import org.jspecify.annotations.NullMarked;
