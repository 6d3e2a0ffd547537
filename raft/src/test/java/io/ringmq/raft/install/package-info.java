@NullMarked
package io.ringmq.raft.install;

import org.jspecify.annotations.NullMarked;
