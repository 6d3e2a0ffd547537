package io.ringmq.remoting.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;

/** Text as UTF-8: its size without encoding it, and decoding without a copy in between. */
final class Utf8 {
    private Utf8() {}

    /** Bytes of {@code String.getBytes(UTF_8)}, where a lone surrogate becomes one question mark. */
    static int sizeOf(String text) {
        int bytes = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                continue;
            }
            if (c < 0x800) {
                bytes += 1;
            } else if (!Character.isSurrogate(c)) {
                bytes += 2;
            } else if (startsPair(text, i)) {
                bytes += 2;
                i++;
            }
        }
        return bytes;
    }

    /** The text of these bytes; their position stays. */
    static String decode(ByteBuffer bytes) {
        return bytes.hasArray()
                ? new String(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining(), UTF_8)
                : UTF_8.decode(bytes.duplicate()).toString();
    }

    private static boolean startsPair(String text, int i) {
        return Character.isHighSurrogate(text.charAt(i))
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
    }
}
