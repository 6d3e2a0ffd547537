@NullMarked
package io.ringmq.bench.load.measure;

import org.jspecify.annotations.NullMarked;
