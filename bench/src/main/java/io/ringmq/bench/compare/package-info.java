/** Measuring systems under the same load: two in alternation, or one alone. */
@NullMarked
package io.ringmq.bench.compare;

import org.jspecify.annotations.NullMarked;
