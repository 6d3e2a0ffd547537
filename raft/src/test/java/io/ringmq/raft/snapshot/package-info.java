@NullMarked
package io.ringmq.raft.snapshot;

import org.jspecify.annotations.NullMarked;
