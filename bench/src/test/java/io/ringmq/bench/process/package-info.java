@NullMarked
package io.ringmq.bench.process;

import org.jspecify.annotations.NullMarked;
