@NullMarked
package io.ringmq.bench.raw;

import org.jspecify.annotations.NullMarked;
