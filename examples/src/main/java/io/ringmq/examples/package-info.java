/** One short program for each thing that the SDK does. Each takes the addresses of the nameservers, and ends by itself. */
@NullMarked
package io.ringmq.examples;

import org.jspecify.annotations.NullMarked;
