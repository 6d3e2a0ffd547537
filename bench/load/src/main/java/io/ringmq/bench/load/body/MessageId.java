package io.ringmq.bench.load.body;

import java.nio.ByteBuffer;

/**
 * Who sent a message and when: the first bytes of every body, big endian.
 *
 * <pre>
 *  0      4      8         16         24
 *  +------+------+---------+----------+----------------
 *  |session|sender|sequence| time, ns | random bytes ...
 *  +------+------+---------+----------+----------------
 * </pre>
 *
 * @param session number of the process that sent it
 * @param sender number of the sending thread within the process
 * @param sequence counts the messages of the sender
 */
public record MessageId(int session, int sender, long sequence) {
    /** Bytes that the head of a body takes. */
    public static final int HEAD_BYTES = 24;

    static final int TIME_AT = 16;

    /**
     * The id of a body.
     *
     * @throws IllegalArgumentException if it is too short to be one of ours
     */
    public static MessageId of(ByteBuffer body) {
        int start = checkedStart(body);
        return new MessageId(body.getInt(start), body.getInt(start + 4), body.getLong(start + 8));
    }

    /** The session of a body. */
    public static int sessionOf(ByteBuffer body) {
        return body.getInt(checkedStart(body));
    }

    /** When a body was to be sent, on the sending process's nanosecond clock. */
    public static long timeNsOf(ByteBuffer body) {
        return body.getLong(checkedStart(body) + TIME_AT);
    }

    void writeTo(ByteBuffer body, long timeNs) {
        body.putInt(0, session).putInt(4, sender).putLong(8, sequence).putLong(TIME_AT, timeNs);
    }

    private static int checkedStart(ByteBuffer body) {
        if (body.remaining() < HEAD_BYTES) {
            throw new IllegalArgumentException(
                    "a body of " + body.remaining() + " bytes is not from this load generator; use a topic of its own");
        }
        return body.position();
    }

    @Override
    public String toString() {
        return Integer.toHexString(session) + "-" + sender + "-" + sequence;
    }
}
