package io.ringmq.raft;

import java.nio.ByteBuffer;

/**
 * A committed entry that is stored in this replica's log.
 *
 * @param index log index
 * @param term term in which it was proposed
 * @param bodyOffset physical offset of the first byte of the body, the same on every replica
 * @param body the records, back to back; valid after the call too, but must not be written to
 * @param recordCount number of records in the body
 */
public record CommittedEntry(long index, long term, long bodyOffset, ByteBuffer body, int recordCount) {}
