/** Clients that write down what they do and see, while anything may happen to the cluster. */
@NullMarked
package io.ringmq.chaos.workload;

import org.jspecify.annotations.NullMarked;
