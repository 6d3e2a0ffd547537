@NullMarked
package io.ringmq.raft.storage;

import org.jspecify.annotations.NullMarked;
