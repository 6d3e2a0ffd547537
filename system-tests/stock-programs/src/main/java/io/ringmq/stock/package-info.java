/**
 * Programs around a stock Apache RocketMQ client. Each takes {@code --name value} arguments, reports what happens as JSON
 * objects, one a line, on standard output ({@link io.ringmq.stock.Events}), and ends in order when its standard input
 * ends.
 */
@NullMarked
package io.ringmq.stock;

import org.jspecify.annotations.NullMarked;
