@NullMarked
package io.ringmq.chaos.workload;

import org.jspecify.annotations.NullMarked;
