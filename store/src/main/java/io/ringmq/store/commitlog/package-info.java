/**
 * The CommitLog: Raft entries as checksummed, chained frames in preallocated segment files, with a dense index, a
 * durable synced-up-to mark and a recovery that tells a torn tail from corruption.
 */
@NullMarked
package io.ringmq.store.commitlog;

import org.jspecify.annotations.NullMarked;
