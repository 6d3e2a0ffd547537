package io.ringmq.remoting.message;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * The broker's id of a stored message, which tells where it lies: upper-case hex of
 *
 * <pre>
 * 0  4/16  address of the broker      .  4  port      .  8  physical offset
 * </pre>
 */
public final class MessageIds {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final int V4_CHARS = 32;
    private static final int V6_CHARS = 56;

    private MessageIds() {}

    /** Where a message lies. */
    public record StoredAt(InetSocketAddress host, long physicalOffset) {}

    /** The id of a message; {@code IllegalArgumentException} if the host is unresolved. */
    public static String encode(InetSocketAddress host, long physicalOffset) {
        return encode(prefix(host), physicalOffset);
    }

    /** The id of a message on the broker with this {@link #prefix}. */
    public static String encode(String prefix, long physicalOffset) {
        return prefix + HEX.toHexDigits(physicalOffset);
    }

    /** What all ids of a broker begin with; {@code IllegalArgumentException} if the host is unresolved. */
    public static String prefix(InetSocketAddress host) {
        InetAddress address = host.getAddress();
        if (address == null) {
            throw new IllegalArgumentException("host " + host + " is not resolved to an IP address");
        }
        return HEX.formatHex(address.getAddress()) + HEX.toHexDigits(host.getPort());
    }

    /**
     * What an id says.
     *
     * @throws MalformedMessageException if the text is no such id
     */
    public static StoredAt decode(String id) {
        if (id.length() != V4_CHARS && id.length() != V6_CHARS) {
            throw new MalformedMessageException(
                    "message id of " + id.length() + " characters, expected " + V4_CHARS + " or " + V6_CHARS);
        }
        ByteBuffer bytes = parse(id);
        byte[] ip = new byte[bytes.remaining() - 12];
        bytes.get(ip);
        return new StoredAt(MessageLayout.hostOf(ip, bytes.getInt()), bytes.getLong());
    }

    private static ByteBuffer parse(String id) {
        try {
            return ByteBuffer.wrap(HEX.parseHex(id));
        } catch (IllegalArgumentException e) {
            throw new MalformedMessageException("message id '" + id + "' is not hexadecimal", e);
        }
    }
}
