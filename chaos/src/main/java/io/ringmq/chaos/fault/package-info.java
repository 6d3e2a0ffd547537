/** Faults of processes, networks, disks and files, each of which is over when it returns. */
@NullMarked
package io.ringmq.chaos.fault;

import org.jspecify.annotations.NullMarked;
