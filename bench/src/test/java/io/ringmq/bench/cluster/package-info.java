@NullMarked
package io.ringmq.bench.cluster;

import org.jspecify.annotations.NullMarked;
