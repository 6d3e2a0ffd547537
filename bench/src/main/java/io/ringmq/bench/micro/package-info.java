/** Running the JMH benchmarks of bench/jmh and keeping what they show. */
@NullMarked
package io.ringmq.bench.micro;

import org.jspecify.annotations.NullMarked;
