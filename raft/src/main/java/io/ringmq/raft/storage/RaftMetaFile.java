package io.ringmq.raft.storage;

import io.ringmq.store.disk.Disk;
import io.ringmq.store.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file {@code raft-meta}: current term and vote, which Raft must not forget (Raft paper, figure 2).
 *
 * <p>Two slots, written one after the other with the same content; the valid one with the higher sequence counts. A write
 * that is torn by a power cut damages only the slot that was being written, and nobody has been told of its content before
 * both are durable.
 *
 * <pre>
 *  offset  size  field (slots start at 0 and 4096)
 *  0       4     magic "RQMT"
 *  4       2     version, 1
 *  6       2     length of the vote's text, 0 for no vote
 *  8       8     sequence, rises by 1 with every write
 *  16      8     term
 *  24      n     the peer voted for in this term, UTF-8
 *  508     4     CRC32C over bytes 0..507
 * </pre>
 *
 * <p>One thread at a time writes; {@link #term()} may be read by any.
 */
public final class RaftMetaFile implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RaftMetaFile.class);
    static final String NAME = "raft-meta";
    static final int SLOT_BYTES = 512;
    static final int SLOT_DISTANCE_BYTES = 4096;
    private static final int MAGIC = 0x52514D54;
    private static final short VERSION = 1;
    private static final int TEXT_OFFSET = 24;
    private static final int CRC_OFFSET = SLOT_BYTES - Integer.BYTES;

    private final DiskFile file;
    private long sequence;
    private volatile long term;
    private String votedFor = "";

    private RaftMetaFile(DiskFile file) {
        this.file = file;
    }

    /** Whether the file is there; one that is missing beside a log with entries means forgotten votes. */
    public static boolean exists(Disk disk) throws IOException {
        return disk.exists(NAME);
    }

    /**
     * Opens the file; creates it, with term 0 and no vote, if it is absent.
     *
     * @throws IOException if the disk fails or neither slot is readable
     */
    public static RaftMetaFile open(Disk disk) throws IOException {
        boolean created = !disk.exists(NAME);
        RaftMetaFile meta = new RaftMetaFile(disk.open(NAME));
        try {
            meta.load(created);
            if (created) {
                disk.syncDirectory("");
            }
            return meta;
        } catch (IOException e) {
            meta.close();
            throw e;
        }
    }

    private record Slot(long sequence, long term, String votedFor) {
        boolean agreesWith(@Nullable Slot other) {
            return other != null && term == other.term && votedFor.equals(other.votedFor);
        }
    }

    private void load(boolean created) throws IOException {
        Slot even = loadSlot(0);
        Slot odd = loadSlot(1);
        Slot newest = odd == null || (even != null && even.sequence() > odd.sequence()) ? even : odd;
        if (newest != null) {
            sequence = newest.sequence();
            term = newest.term();
            votedFor = newest.votedFor();
            if (even == null || !even.agreesWith(odd)) {
                LOG.warn("One slot of {} is damaged, or its last change was interrupted; it is written again", NAME);
                save(term, votedFor);
            }
            return;
        }
        // A crash between creating the file and its first write leaves it short: no vote was ever given from it.
        if (!created && file.size() >= SLOT_BYTES) {
            throw new IOException("both slots of " + NAME + " are damaged, so this node may have forgotten a vote;"
                    + " remove this member from the group and add it again with empty directories");
        }
        save(0, "");
    }

    private @Nullable Slot loadSlot(int slot) throws IOException {
        ByteBuffer bytes = readSlot(slot);
        if (bytes == null || bytes.getInt(0) != MAGIC || bytes.getInt(CRC_OFFSET) != checksum(bytes)) {
            return null;
        }
        int textBytes = bytes.getShort(6);
        if (bytes.getShort(4) != VERSION || textBytes < 0 || textBytes > CRC_OFFSET - TEXT_OFFSET) {
            throw new IOException(NAME + " has version " + bytes.getShort(4) + ", not " + VERSION
                    + "; it was written by another release");
        }
        byte[] text = new byte[textBytes];
        bytes.get(TEXT_OFFSET, text);
        return new Slot(bytes.getLong(8), bytes.getLong(16), new String(text, StandardCharsets.UTF_8));
    }

    private @Nullable ByteBuffer readSlot(int slot) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(SLOT_BYTES);
        while (bytes.hasRemaining()) {
            if (file.read(bytes, (long) slot * SLOT_DISTANCE_BYTES + bytes.position()) < 0) {
                return null;
            }
        }
        return bytes;
    }

    private static int checksum(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.duplicate().position(0).limit(CRC_OFFSET));
        return (int) crc.getValue();
    }

    public long term() {
        return term;
    }

    /** The peer voted for in {@link #term()}, empty if none. */
    public String votedFor() {
        return votedFor;
    }

    /**
     * Replaces term and vote; durable on return, in both slots: damage to one of them must not bring an older vote back.
     * After an exception nothing may be assumed about either.
     */
    public void save(long newTerm, String newVotedFor) throws IOException {
        byte[] text = newVotedFor.getBytes(StandardCharsets.UTF_8);
        if (text.length > CRC_OFFSET - TEXT_OFFSET) {
            throw new IOException("the name of peer " + newVotedFor + " is too long for " + NAME);
        }
        writeSlot(newTerm, text);
        writeSlot(newTerm, text);
        term = newTerm;
        votedFor = newVotedFor;
    }

    private void writeSlot(long newTerm, byte[] text) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(SLOT_BYTES);
        bytes.putInt(MAGIC).putShort(VERSION).putShort((short) text.length);
        bytes.putLong(sequence + 1).putLong(newTerm).put(text);
        bytes.putInt(CRC_OFFSET, checksum(bytes)).position(0).limit(SLOT_BYTES);
        file.write(new ByteBuffer[] {bytes}, (sequence + 1) % 2 * SLOT_DISTANCE_BYTES);
        file.force();
        sequence++;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
