/** Where JRaft keeps its log, term and vote: the CommitLog and the raft-meta file. */
@NullMarked
package io.ringmq.raft.storage;

import org.jspecify.annotations.NullMarked;
