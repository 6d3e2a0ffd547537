package io.ringmq.raft.rpc;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Message;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.CRC32C;

/**
 * Writes a message as a frame. All integers are big-endian.
 *
 * <pre>
 *  offset  size  field
 *  0       4     length of the message in bytes, n
 *  4       4     CRC32C over bytes 8..15+n
 *  8       1     1 request, 2 response
 *  9       1     message code
 *  10      2     0
 *  12      4     correlation: a response carries that of its request
 *  16      n     the message, protobuf
 * </pre>
 *
 * <p>The message is copied into the frame on the calling thread. The replicator reuses the buffer behind its entries as
 * soon as the call ends, by a timeout too, when a frame that still referred to it might not have been sent yet.
 */
final class FrameEncoder {

    static final int HEADER_BYTES = 16;
    static final int CHECKED_FROM = 8;
    static final byte REQUEST = 1;
    static final byte RESPONSE = 2;

    private FrameEncoder() {}

    static ByteBuf encode(ByteBufAllocator allocator, byte direction, MessageKind kind, int correlation, Message body) {
        int bodyBytes = body.getSerializedSize();
        ByteBuf frame = allocator.directBuffer(HEADER_BYTES + bodyBytes, HEADER_BYTES + bodyBytes);
        frame.writeInt(bodyBytes).writeInt(0);
        frame.writeByte(direction).writeByte(kind.code()).writeShort(0).writeInt(correlation);
        writeBody(frame, bodyBytes, body);
        CRC32C crc = new CRC32C();
        crc.update(frame.nioBuffer(CHECKED_FROM, HEADER_BYTES - CHECKED_FROM + bodyBytes));
        return frame.setInt(4, (int) crc.getValue());
    }

    private static void writeBody(ByteBuf frame, int bodyBytes, Message body) {
        CodedOutputStream output = CodedOutputStream.newInstance(frame.nioBuffer(HEADER_BYTES, bodyBytes));
        try {
            body.writeTo(output);
            output.checkNoSpaceLeft();
        } catch (IOException e) {
            frame.release();
            throw new UncheckedIOException("a message does not have the size it announced", e);
        }
        frame.writerIndex(HEADER_BYTES + bodyBytes);
    }
}
