package io.ringmq.chaos.workload;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32;

/**
 * A message that can be told from every other: its body is the id, a line feed, and random bytes.
 *
 * @param body bytes between position and limit; its position does not move
 * @param crc CRC-32 of the body
 */
record Payload(String id, ByteBuffer body, long crc) {
    private static final int MIN_FILLING_BYTES = 16;
    private static final int MAX_FILLING_BYTES = 1024;
    private static final int MAX_ID_BYTES = 64;

    static Payload of(String id, RandomGenerator random) {
        byte[] name = (id + "\n").getBytes(StandardCharsets.US_ASCII);
        byte[] filling = new byte[random.nextInt(MIN_FILLING_BYTES, MAX_FILLING_BYTES)];
        random.nextBytes(filling);
        ByteBuffer body = ByteBuffer.allocate(name.length + filling.length);
        body.put(name).put(filling).flip();
        return new Payload(id, body.asReadOnlyBuffer(), crc(body));
    }

    static long crc(ByteBuffer body) {
        CRC32 crc = new CRC32();
        crc.update(body.duplicate());
        return crc.getValue();
    }

    /** The id in a body; a name for what it is if the body has none. The position of the body stays. */
    static String id(ByteBuffer body) {
        StringBuilder id = new StringBuilder();
        for (int at = body.position(); at < body.limit() && id.length() < MAX_ID_BYTES; at++) {
            if (body.get(at) == '\n') {
                return id.toString();
            }
            byte letter = body.get(at);
            // A damaged id must stay one word in the history.
            id.append(letter > ' ' && letter < 0x7f ? (char) letter : '?');
        }
        return "no-id-" + crc(body);
    }
}
