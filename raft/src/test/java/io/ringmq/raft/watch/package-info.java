@NullMarked
package io.ringmq.raft.watch;

import org.jspecify.annotations.NullMarked;
