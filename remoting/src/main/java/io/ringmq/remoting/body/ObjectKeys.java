package io.ringmq.remoting.body;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.BitSet;

/**
 * Turns the maps that stock clients and brokers write with objects as keys into JSON, by quoting the keys:
 * {@code {{"queueId":1}:5}} becomes {@code {"{\"queueId\":1}":5}}. Everything else is copied unchanged, so whatever
 * else is wrong is left for the JSON parser to find.
 */
final class ObjectKeys {
    private final ByteBuffer in;
    private final ByteArrayOutputStream out;
    /** Last byte outside of strings that is not white space: after an opening brace or a comma a key may begin. */
    private int last;
    /** Whether the innermost bracket is a brace; one bit per level. */
    private final BitSet braces = new BitSet();

    private int depth;

    private ObjectKeys(ByteBuffer in) {
        this.in = in;
        this.out = new ByteArrayOutputStream(in.remaining() + 64);
    }

    /** The JSON with its object keys quoted; the buffer's position stays. */
    static byte[] quote(ByteBuffer json) {
        ObjectKeys keys = new ObjectKeys(json.duplicate());
        while (keys.in.hasRemaining()) {
            keys.step();
        }
        return keys.out.toByteArray();
    }

    private void step() {
        byte b = in.get();
        if (b == '"') {
            out.write(b);
            copyString(false);
        } else if (b == '{' && keyMayBegin()) {
            quoteKey();
        } else {
            out.write(b);
            track(b);
        }
        if (b > ' ') {
            last = b;
        }
    }

    private boolean keyMayBegin() {
        return depth > 0 && braces.get(depth - 1) && (last == '{' || last == ',');
    }

    private void track(byte b) {
        if (b == '{' || b == '[') {
            braces.set(depth++, b == '{');
        } else if ((b == '}' || b == ']') && depth > 0) {
            depth--;
        }
    }

    /** Copies an object as the text of a string, its opening brace already read. */
    private void quoteKey() {
        out.write('"');
        out.write('{');
        int open = 1;
        while (open > 0 && in.hasRemaining()) {
            byte b = in.get();
            if (b == '"') {
                out.write('\\');
                out.write('"');
                copyString(true);
            } else {
                open += b == '{' ? 1 : b == '}' ? -1 : 0;
                out.write(b);
            }
        }
        out.write('"');
    }

    /** Copies up to and with the closing quote, its opening one already written. */
    private void copyString(boolean escape) {
        while (in.hasRemaining()) {
            byte b = in.get();
            if (escape && (b == '"' || b == '\\')) {
                out.write('\\');
            }
            out.write(b);
            if (b == '"') {
                return;
            }
            if (b == '\\' && in.hasRemaining()) {
                byte escaped = in.get();
                if (escape && (escaped == '"' || escaped == '\\')) {
                    out.write('\\');
                }
                out.write(escaped);
            }
        }
    }
}
