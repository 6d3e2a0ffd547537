@NullMarked
package io.ringmq.bench.load.twin;

import org.jspecify.annotations.NullMarked;
