/** Snapshots of a group on this node: what they consist of, where they lie, and when they are taken. Knows no JRaft. */
@NullMarked
package io.ringmq.raft.snapshot;

import org.jspecify.annotations.NullMarked;
