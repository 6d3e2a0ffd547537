/** Looks after a group that seems well to Raft and does not work. */
@NullMarked
package io.ringmq.raft.watch;

import org.jspecify.annotations.NullMarked;
