package io.ringmq.raft.rpc;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * What a node is in a group at the moment of its answer.
 *
 * <pre>
 *  size  field
 *  1     version, 1
 *  1     flags: 1 leads, 2 fit
 *  1     doubt: 0 none, 1 open, 2 waived
 *  8     term
 *  8     index of the last entry, stored or not
 * </pre>
 *
 * @param term its current term
 * @param leads whether it leads in that term
 * @param lastIndex of the last entry that it has; on a leader, be it in memory only
 * @param doubt whether it may have forgotten entries that it acknowledged
 * @param fit whether it may lead as far as it knows itself
 */
public record Standing(long term, boolean leads, long lastIndex, Doubt doubt, boolean fit) {

    private static final int VERSION = 1;
    private static final int LEADS = 1;
    private static final int FIT = 2;

    void write(DataOutputStream out) throws IOException {
        out.writeByte(VERSION);
        out.writeByte((leads ? LEADS : 0) | (fit ? FIT : 0));
        out.writeByte(doubt.number());
        out.writeLong(term);
        out.writeLong(lastIndex);
    }

    static Standing read(DataInputStream in) throws IOException {
        int version = in.readUnsignedByte();
        if (version != VERSION) {
            throw new IOException("the standing has version " + version + ", not " + VERSION);
        }
        int flags = in.readUnsignedByte();
        Doubt doubt = Doubt.of(in.readUnsignedByte());
        long term = in.readLong();
        return new Standing(term, (flags & LEADS) != 0, in.readLong(), doubt, (flags & FIT) != 0);
    }
}
