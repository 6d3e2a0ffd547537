package io.ringmq.raft.storage;

import com.alipay.sofa.jraft.conf.Configuration;
import com.alipay.sofa.jraft.conf.ConfigurationEntry;
import com.alipay.sofa.jraft.entity.LogEntry;
import com.alipay.sofa.jraft.entity.LogId;
import com.alipay.sofa.jraft.entity.PeerId;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of a CONF frame: the members of the group.
 *
 * <pre>
 *  offset  size  field
 *  0       1     version, 1
 *  1       ..    voters, previous voters, learners, previous learners, each a list:
 *
 *  0       2     number of members, or 0xFFFF if there is no such list; an empty list is written as none
 *  2       ..    for each member: length of its text (2 bytes), text in UTF-8
 * </pre>
 *
 * <p>A member's text is {@code host:port[:index[:priority]]}. Previous lists are present in the joint stage of a
 * membership change (Ongaro's thesis, section 4.3). A leader has an empty list of learners where its followers, who get
 * the entry over JRaft's wire, have none; both must write the same bytes, for the chain of frames covers them.
 */
final class ConfigurationBody {

    private static final byte VERSION = 1;
    private static final int ABSENT = 0xFFFF;

    private ConfigurationBody() {}

    static ByteBuffer encode(LogEntry entry) {
        List<byte @Nullable [][]> lists = new ArrayList<>();
        lists.add(texts(entry.getPeers()));
        lists.add(texts(entry.getOldPeers()));
        lists.add(texts(entry.getLearners()));
        lists.add(texts(entry.getOldLearners()));
        ByteBuffer body = ByteBuffer.allocate(sizeBytes(lists));
        body.put(VERSION);
        lists.forEach(list -> putList(body, list));
        return body.flip();
    }

    private static byte @Nullable [][] texts(@Nullable List<PeerId> peers) {
        return peers == null || peers.isEmpty()
                ? null
                : peers.stream()
                        .map(peer -> peer.toString().getBytes(StandardCharsets.UTF_8))
                        .toArray(byte[][]::new);
    }

    private static int sizeBytes(List<byte @Nullable [][]> lists) {
        int size = 1;
        for (byte[][] list : lists) {
            size += Short.BYTES;
            if (list != null) {
                for (byte[] text : list) {
                    size += Short.BYTES + text.length;
                }
            }
        }
        return size;
    }

    private static void putList(ByteBuffer body, byte @Nullable [][] list) {
        if (list == null) {
            body.putShort((short) ABSENT);
            return;
        }
        body.putShort((short) list.length);
        for (byte[] text : list) {
            body.putShort((short) text.length).put(text);
        }
    }

    /**
     * Fills the member lists of an entry.
     *
     * @throws IllegalArgumentException if the body is not of this form
     */
    static void decode(ByteBuffer encoded, LogEntry entry) {
        ByteBuffer body = encoded.duplicate();
        try {
            byte version = body.get();
            if (version != VERSION) {
                throw new IllegalArgumentException("configuration body has version " + version + ", not " + VERSION);
            }
            entry.setPeers(list(body));
            entry.setOldPeers(list(body));
            entry.setLearners(list(body));
            entry.setOldLearners(list(body));
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("configuration body is cut short", e);
        }
        if (body.hasRemaining()) {
            throw new IllegalArgumentException("configuration body has " + body.remaining() + " bytes too many");
        }
    }

    // An empty list is read where earlier builds wrote one.
    private static @Nullable List<PeerId> list(ByteBuffer body) {
        int count = Short.toUnsignedInt(body.getShort());
        if (count == ABSENT) {
            return null;
        }
        List<PeerId> peers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] text = new byte[Math.min(Short.toUnsignedInt(body.getShort()), body.remaining() + 1)];
            body.get(text);
            peers.add(peer(new String(text, StandardCharsets.UTF_8)));
        }
        return peers;
    }

    private static PeerId peer(String text) {
        PeerId peer = new PeerId();
        if (!peer.parse(text)) {
            throw new IllegalArgumentException("configuration body names '" + text + "', which is no member");
        }
        return peer;
    }

    /** The configuration an entry puts in force. */
    static ConfigurationEntry configuration(LogEntry entry) {
        ConfigurationEntry configuration = new ConfigurationEntry();
        // A copy: JRaft changes the LogId objects it is given when it truncates.
        configuration.setId(new LogId(entry.getId().getIndex(), entry.getId().getTerm()));
        configuration.setConf(new Configuration(entry.getPeers(), entry.getLearners()));
        if (entry.getOldPeers() != null) {
            configuration.setOldConf(new Configuration(entry.getOldPeers(), entry.getOldLearners()));
        }
        return configuration;
    }
}
