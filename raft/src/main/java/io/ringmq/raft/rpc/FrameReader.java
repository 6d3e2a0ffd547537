package io.ringmq.raft.rpc;

import com.google.protobuf.Message;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Reads frames, see {@link FrameEncoder}. The bytes of a message are copied once, from the receive buffer into an array
 * of the announced size, and parsed there.
 */
final class FrameReader extends ChannelInboundHandlerAdapter {

    /** Takes the messages, on the event loop, in the order of the connection. */
    interface Receiver {
        void received(byte direction, MessageKind kind, int correlation, Message message);

        void closed();
    }

    private final int maxFrameBytes;
    private final Receiver receiver;
    private final ByteBuffer header = ByteBuffer.allocate(FrameEncoder.HEADER_BYTES);
    private byte @Nullable [] body;
    private int bodyFilled;

    FrameReader(int maxFrameBytes, Receiver receiver) {
        this.maxFrameBytes = maxFrameBytes;
        this.receiver = receiver;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        try {
            while (bytes.isReadable()) {
                consume(bytes);
            }
        } finally {
            bytes.release();
        }
    }

    private void consume(ByteBuf bytes) {
        if (body == null) {
            body = readHeader(bytes);
        }
        if (body != null) {
            int count = Math.min(bytes.readableBytes(), body.length - bodyFilled);
            bytes.readBytes(body, bodyFilled, count);
            bodyFilled += count;
            if (bodyFilled == body.length) {
                deliver(body);
            }
        }
    }

    /** The array for the message, once its header is complete. */
    private byte @Nullable [] readHeader(ByteBuf bytes) {
        header.limit(Math.min(header.capacity(), header.position() + bytes.readableBytes()));
        bytes.readBytes(header);
        if (header.position() < header.capacity()) {
            return null;
        }
        int bodyBytes = header.getInt(0);
        if (bodyBytes < 0 || bodyBytes > maxFrameBytes) {
            throw new MalformedFrameException("frame of " + bodyBytes + " bytes, the limit is " + maxFrameBytes);
        }
        return new byte[bodyBytes];
    }

    private void deliver(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(header.position(FrameEncoder.CHECKED_FROM));
        crc.update(bytes);
        if ((int) crc.getValue() != header.getInt(4)) {
            throw new MalformedFrameException("frame checksum mismatch");
        }
        byte direction = header.get(8);
        MessageKind kind = MessageKind.of(header.get(9));
        int correlation = header.getInt(12);
        header.clear();
        body = null;
        bodyFilled = 0;
        receiver.received(direction, kind, correlation, kind.parse(bytes));
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        receiver.closed();
        context.fireChannelInactive();
    }
}
