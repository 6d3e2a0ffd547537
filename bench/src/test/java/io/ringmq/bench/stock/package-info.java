@NullMarked
package io.ringmq.bench.stock;

import org.jspecify.annotations.NullMarked;
