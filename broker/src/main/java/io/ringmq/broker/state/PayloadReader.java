package io.ringmq.broker.state;

import io.ringmq.store.record.MalformedRecordException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/** Reads what {@link PayloadWriter} wrote. Whatever does not fit is a {@link MalformedRecordException}. */
final class PayloadReader {

    private final ByteBuffer in;

    private PayloadReader(ByteBuffer in) {
        this.in = in;
    }

    /**
     * Reads a whole payload.
     *
     * @param what names the payload in the error
     */
    static <T> T readAll(String what, ByteBuffer payload, Function<PayloadReader, T> fields) {
        PayloadReader reader = new PayloadReader(payload.duplicate());
        try {
            T value = fields.apply(reader);
            if (reader.in.hasRemaining()) {
                throw new MalformedRecordException(what + ": " + reader.in.remaining() + " bytes too many");
            }
            return value;
        } catch (BufferUnderflowException e) {
            throw malformed(what + " is cut short", e);
        } catch (IllegalArgumentException e) {
            throw malformed(what + ": " + e.getMessage(), e);
        }
    }

    private static MalformedRecordException malformed(String message, RuntimeException cause) {
        MalformedRecordException malformed = new MalformedRecordException(message);
        malformed.initCause(cause);
        return malformed;
    }

    void version(int known) {
        int version = in.get();
        if (version != known) {
            throw new IllegalArgumentException("format version " + version + " is not known here, only " + known);
        }
    }

    /** Whether something is left to read. */
    boolean hasMore() {
        return in.hasRemaining();
    }

    int getByte() {
        return in.get();
    }

    boolean getBoolean() {
        byte value = in.get();
        if (value != 0 && value != 1) {
            throw new IllegalArgumentException("a truth value is 0 or 1, not " + value);
        }
        return value == 1;
    }

    int getInt() {
        return in.getInt();
    }

    long getLong() {
        return in.getLong();
    }

    /** What {@link PayloadWriter#putSmall} wrote. */
    long getSmall() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += PayloadWriter.SEVEN) {
            int next = in.get();
            value |= (next & PayloadWriter.SEVEN_BITS) << shift;
            if ((next & PayloadWriter.MORE) == 0) {
                return (value >>> 1) ^ -(value & 1);
            }
        }
        throw new IllegalArgumentException("a number does not end");
    }

    /** As {@link #getSmall}, of a number that is an int. */
    int getSmallInt() {
        long value = getSmall();
        if (value != (int) value) {
            throw new IllegalArgumentException(value + " is no number of 32 bits");
        }
        return (int) value;
    }

    /** The length of a list whose elements take at least {@code minElementBytes} each. */
    int getCount(int minElementBytes) {
        int count = in.getInt();
        if (count < 0 || count > in.remaining() / minElementBytes) {
            throw new IllegalArgumentException(count + " elements do not fit into " + in.remaining() + " bytes");
        }
        return count;
    }

    /** Everything that is left; shares the payload's bytes. */
    ByteBuffer getRest() {
        ByteBuffer rest = in.slice();
        in.position(in.limit());
        return rest;
    }

    String getText() {
        int bytes = Short.toUnsignedInt(in.getShort());
        if (bytes > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] ascii = new byte[bytes];
        in.get(in.position(), ascii);
        ByteBuffer utf8 = in.slice(in.position(), bytes);
        in.position(in.position() + bytes);
        if (isAscii(ascii)) {
            // Nearly all names are; a decoder costs several times as much.
            return new String(ascii, StandardCharsets.ISO_8859_1);
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(utf8).toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("a text is not UTF-8", e);
        }
    }

    private static boolean isAscii(byte[] bytes) {
        for (byte b : bytes) {
            if (b < 0) {
                return false;
            }
        }
        return true;
    }
}
