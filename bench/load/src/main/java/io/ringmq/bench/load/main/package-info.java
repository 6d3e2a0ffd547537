/** The program: options, the choice of the client, the order of windows. */
@NullMarked
package io.ringmq.bench.load.main;

import org.jspecify.annotations.NullMarked;
