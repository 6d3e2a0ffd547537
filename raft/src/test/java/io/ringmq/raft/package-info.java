@NullMarked
package io.ringmq.raft;

import org.jspecify.annotations.NullMarked;
