package io.ringmq.raft.storage;

import io.ringmq.store.disk.Disk;
import io.ringmq.store.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The file {@code raft-meta}: current term and vote, which Raft must not forget (Raft paper, figure 2).
 *
 * <p>Two slots, written in turn; the valid one with the higher sequence counts. A write that is torn by a power cut
 * damages only the slot that was being written, whose content nobody has been told of.
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

    private void load(boolean created) throws IOException {
        boolean first = loadSlot(0);
        boolean second = loadSlot(1);
        if (first || second) {
            return;
        }
        // A crash between creating the file and its first write leaves it short: no vote was ever given from it.
        if (!created && file.size() >= SLOT_BYTES) {
            throw new IOException("both slots of " + NAME + " are damaged, so this node may have forgotten a vote;"
                    + " remove this member from the group and add it again with empty directories");
        }
        save(0, "");
    }

    private boolean loadSlot(int slot) throws IOException {
        ByteBuffer bytes = readSlot(slot);
        if (bytes == null || bytes.getInt(0) != MAGIC || bytes.getInt(CRC_OFFSET) != checksum(bytes)) {
            return false;
        }
        int textBytes = bytes.getShort(6);
        if (bytes.getShort(4) != VERSION || textBytes < 0 || textBytes > CRC_OFFSET - TEXT_OFFSET) {
            throw new IOException(NAME + " has version " + bytes.getShort(4) + ", not " + VERSION
                    + "; it was written by another release");
        }
        long slotSequence = bytes.getLong(8);
        if (slotSequence > sequence) {
            sequence = slotSequence;
            term = bytes.getLong(16);
            byte[] text = new byte[textBytes];
            bytes.get(TEXT_OFFSET, text);
            votedFor = new String(text, StandardCharsets.UTF_8);
        }
        return true;
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

    /** Replaces term and vote; durable on return. After an exception nothing may be assumed about either. */
    public void save(long newTerm, String newVotedFor) throws IOException {
        byte[] text = newVotedFor.getBytes(StandardCharsets.UTF_8);
        if (text.length > CRC_OFFSET - TEXT_OFFSET) {
            throw new IOException("the name of peer " + newVotedFor + " is too long for " + NAME);
        }
        ByteBuffer bytes = ByteBuffer.allocate(SLOT_BYTES);
        bytes.putInt(MAGIC).putShort(VERSION).putShort((short) text.length);
        bytes.putLong(sequence + 1).putLong(newTerm).put(text);
        bytes.putInt(CRC_OFFSET, checksum(bytes)).position(0).limit(SLOT_BYTES);
        file.write(new ByteBuffer[] {bytes}, (sequence + 1) % 2 * SLOT_DISTANCE_BYTES);
        file.force();
        sequence++;
        term = newTerm;
        votedFor = newVotedFor;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
