package io.ringmq.remoting.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.CommandCodec;
import io.ringmq.remoting.protocol.MalformedFrameException;
import java.util.List;

/** Cuts the stream into an {@link InboundFrame} each; after one MalformedFrameException the rest is thrown away. */
final class FrameDecoder extends ByteToMessageDecoder {
    private boolean malformed;

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (malformed) {
            in.skipBytes(in.readableBytes());
            return;
        }
        int start = in.readerIndex();
        try {
            Command command = CommandCodec.decode(in);
            if (command != null) {
                out.add(new InboundFrame(command, in.readerIndex() - start));
            }
        } catch (MalformedFrameException e) {
            malformed = true;
            in.skipBytes(in.readableBytes());
            out.add(e);
        }
    }
}
