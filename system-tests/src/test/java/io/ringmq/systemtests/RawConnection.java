package io.ringmq.systemtests;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A plain socket to a broker, to send it what no client would.
 *
 * <pre>
 * total length 4 | header encoding 1, header length 3 | header | body
 * </pre>
 */
final class RawConnection implements AutoCloseable {
    private static final int READ_TIMEOUT_MS = 10_000;

    private final Socket socket;

    RawConnection(String address) throws IOException {
        int colon = address.lastIndexOf(':');
        socket = new Socket(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
        socket.setSoTimeout(READ_TIMEOUT_MS);
    }

    void send(byte[] bytes) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(bytes);
        out.flush();
    }

    /** The JSON header of the next frame; null if the broker closed the connection instead. */
    @Nullable
    String readHeader() throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        int first = readFirst(in);
        if (first < 0) {
            return null;
        }
        int length = first << 24 | in.readUnsignedByte() << 16 | in.readUnsignedShort();
        int headerLength = in.readInt() & 0xFFFFFF;
        byte[] header = in.readNBytes(headerLength);
        in.skipNBytes(length - 4L - headerLength);
        return new String(header, StandardCharsets.UTF_8);
    }

    private static int readFirst(DataInputStream in) throws IOException {
        try {
            return in.read();
        } catch (SocketException reset) {
            // A connection closed with unread bytes is reset: that is an end, too.
            return -1;
        }
    }

    /** A frame with a JSON header and no body. */
    static byte[] frame(String jsonHeader) {
        byte[] header = jsonHeader.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + header.length)
                .putInt(4 + header.length)
                .putInt(header.length)
                .put(header)
                .array();
    }

    static byte[] ints(int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length);
        for (int value : values) {
            bytes.putInt(value);
        }
        return bytes.array();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
