/** What this machine can do at best: round trips and copies over loopback, appends to files. */
@NullMarked
package io.ringmq.bench.raw;

import org.jspecify.annotations.NullMarked;
