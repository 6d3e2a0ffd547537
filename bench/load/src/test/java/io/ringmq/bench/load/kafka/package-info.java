@NullMarked
package io.ringmq.bench.load.kafka;

import org.jspecify.annotations.NullMarked;
