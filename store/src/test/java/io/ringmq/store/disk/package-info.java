/** Simulated disks, for the tests of this module and of those above it. */
@NullMarked
package io.ringmq.store.disk;

import org.jspecify.annotations.NullMarked;
