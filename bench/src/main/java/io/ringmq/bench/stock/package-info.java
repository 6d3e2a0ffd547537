/** Starting the programs around stock RocketMQ clients and reading what they report. */
@NullMarked
package io.ringmq.bench.stock;

import org.jspecify.annotations.NullMarked;
