@NullMarked
package io.ringmq.raft.rpc;

import org.jspecify.annotations.NullMarked;
