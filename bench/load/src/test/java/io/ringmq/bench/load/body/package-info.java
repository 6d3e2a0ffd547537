@NullMarked
package io.ringmq.bench.load.body;

import org.jspecify.annotations.NullMarked;
