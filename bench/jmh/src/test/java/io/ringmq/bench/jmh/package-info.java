@NullMarked
package io.ringmq.bench.jmh;

import org.jspecify.annotations.NullMarked;
