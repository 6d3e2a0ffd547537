/** How a replica that is too far behind for entries copies log and state from the leader. */
@NullMarked
package io.ringmq.raft.install;

import org.jspecify.annotations.NullMarked;
