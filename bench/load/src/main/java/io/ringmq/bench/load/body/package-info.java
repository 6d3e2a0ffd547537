/** Message bodies that do not compress and say who sent them, when. */
@NullMarked
package io.ringmq.bench.load.body;

import org.jspecify.annotations.NullMarked;
