/** JRaft's timers. */
@NullMarked
package io.ringmq.raft.timer;

import org.jspecify.annotations.NullMarked;
