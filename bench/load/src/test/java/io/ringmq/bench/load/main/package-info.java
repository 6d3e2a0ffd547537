@NullMarked
package io.ringmq.bench.load.main;

import org.jspecify.annotations.NullMarked;
