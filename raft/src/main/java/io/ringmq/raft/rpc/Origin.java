package io.ringmq.raft.rpc;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What a node's files say of a group: part of its answer to a peer that asks.
 *
 * <pre>
 *  size  field
 *  1     version, 1
 *  16    directory id
 *  8     term of the last entry, 0 if the log is empty
 *  8     index of the last entry, 0 if the log is empty
 *  ..    voters, then learners: number (2 bytes), for each its text (2 bytes length, modified UTF-8)
 *  ..    founders: number (2 bytes), for each its text and its directory id (16 bytes)
 * </pre>
 *
 * @param directory the id that the directory got when it was made
 * @param lastTerm term of the last entry of the log
 * @param lastIndex index of the last entry of the log
 * @param voters those of the last configuration in the log, {@code host:port}; in a joint stage those of both
 * @param learners those of the last configuration
 * @param founders directories of the first members, as this node saw them when it founded the group with them; none if
 *     it did not
 */
public record Origin(
        UUID directory,
        long lastTerm,
        long lastIndex,
        List<String> voters,
        List<String> learners,
        Map<String, UUID> founders) {

    private static final int VERSION = 1;
    private static final int MAX_NAMES = 1_000;

    public Origin {
        voters = List.copyOf(voters);
        learners = List.copyOf(learners);
        founders = Map.copyOf(founders);
    }

    /** Whether the group has written anything on that node. */
    public boolean hasLog() {
        return lastIndex > 0;
    }

    void write(DataOutputStream out) throws IOException {
        out.writeByte(VERSION);
        writeId(out, directory);
        out.writeLong(lastTerm);
        out.writeLong(lastIndex);
        writeNames(out, voters);
        writeNames(out, learners);
        writeFounders(out, founders);
    }

    private static void writeNames(DataOutputStream out, List<String> names) throws IOException {
        out.writeShort(names.size());
        for (String name : names) {
            out.writeUTF(name);
        }
    }

    /** Writes the directories of a group's founders as drawn above. */
    public static void writeFounders(DataOutputStream out, Map<String, UUID> founders) throws IOException {
        out.writeShort(founders.size());
        for (Map.Entry<String, UUID> founder : founders.entrySet()) {
            out.writeUTF(founder.getKey());
            writeId(out, founder.getValue());
        }
    }

    private static void writeId(DataOutputStream out, UUID id) throws IOException {
        out.writeLong(id.getMostSignificantBits());
        out.writeLong(id.getLeastSignificantBits());
    }

    /** @throws IOException if this is not the encoding of an origin */
    static Origin read(DataInputStream in) throws IOException {
        int version = in.readUnsignedByte();
        if (version != VERSION) {
            throw new IOException("the answer has version " + version + ", not " + VERSION);
        }
        UUID directory = readId(in);
        long lastTerm = in.readLong();
        long lastIndex = in.readLong();
        return new Origin(directory, lastTerm, lastIndex, readNames(in), readNames(in), readFounders(in));
    }

    private static List<String> readNames(DataInputStream in) throws IOException {
        List<String> names = new ArrayList<>();
        for (int left = count(in); left > 0; left--) {
            names.add(in.readUTF());
        }
        return names;
    }

    /** Reads what {@link #writeFounders} wrote. */
    public static Map<String, UUID> readFounders(DataInputStream in) throws IOException {
        Map<String, UUID> founders = new LinkedHashMap<>();
        for (int left = count(in); left > 0; left--) {
            founders.put(in.readUTF(), readId(in));
        }
        return founders;
    }

    private static UUID readId(DataInputStream in) throws IOException {
        long high = in.readLong();
        return new UUID(high, in.readLong());
    }

    private static int count(DataInputStream in) throws IOException {
        int count = in.readUnsignedShort();
        if (count > MAX_NAMES) {
            throw new IOException(count + " names, at most " + MAX_NAMES + " are read");
        }
        return count;
    }
}
