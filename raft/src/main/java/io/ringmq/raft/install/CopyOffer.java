package io.ringmq.raft.install;

import com.google.protobuf.ByteString;
import io.ringmq.raft.snapshot.Manifest;
import io.ringmq.raft.snapshot.SnapshotException;
import io.ringmq.store.commitlog.ChainPoint;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * What a replica offers to copy: the answer to the first request of a copy.
 *
 * <pre>
 *  offset  size  field (big-endian)
 *  0       1     version, 1
 *  1       8     session, to be named in all further requests
 *  9       28    the place before the first entry on disk there: index 8, term 8, header CRC 4, end offset 8
 *  37      ..    the manifest of its newest snapshot, as in its file
 * </pre>
 *
 * <p>The requests of a copy are JRaft's GetFile messages, whose fields mean here:
 *
 * <pre>
 *  filename             reader_id  offset       count     answer
 *  GROUP/open           0          0            0         this offer; the session begins
 *  GROUP/log            session    first index  at most   frames from this entry on, whole ones; eof: up to the snapshot's
 *  GROUP/state/NAME     session    byte         at most   part of a file of the snapshot; eof: up to its end
 *  GROUP/damaged        session    0            0         the copy does not have the checksum: look at the snapshot again
 *  GROUP/close          session    0            0         the session ends
 *  GROUP/entries        0          first index  at most   frames from this entry on, whole ones; needs no session
 * </pre>
 *
 * @param session names the session
 * @param logStart the place before the first entry on disk
 * @param manifest of the snapshot, up to which entries are given out
 */
record CopyOffer(long session, ChainPoint logStart, Manifest manifest) {

    static final String OPEN = "open";
    static final String LOG = "log";
    static final String STATE = "state/";
    static final String DAMAGED = "damaged";
    static final String CLOSE = "close";
    static final String ENTRIES = "entries";

    private static final byte VERSION = 1;
    private static final int FIXED_BYTES = 37;

    ByteString encode() {
        byte[] text = manifest.encode();
        ByteBuffer bytes = ByteBuffer.allocate(FIXED_BYTES + text.length);
        bytes.put(VERSION).putLong(session);
        bytes.putLong(logStart.index()).putLong(logStart.term());
        bytes.putInt(logStart.headerCrc()).putLong(logStart.endOffset());
        return ByteString.copyFrom(bytes.put(text).flip());
    }

    /** @throws SnapshotException if these are not the bytes of an offer */
    static CopyOffer decode(ByteBuffer bytes) {
        try {
            byte version = bytes.get();
            if (version != VERSION) {
                throw new SnapshotException("the offer has version " + version + ", this release reads " + VERSION);
            }
            long session = bytes.getLong();
            ChainPoint start = new ChainPoint(bytes.getLong(), bytes.getLong(), bytes.getInt(), bytes.getLong());
            byte[] text = new byte[bytes.remaining()];
            bytes.get(text);
            return new CopyOffer(session, start, Manifest.decode(text));
        } catch (BufferUnderflowException e) {
            throw new SnapshotException("the offer is cut short", e);
        }
    }
}
