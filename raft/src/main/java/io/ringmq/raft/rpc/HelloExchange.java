package io.ringmq.raft.rpc;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The first bytes of a connection, in both directions, after which frames follow. The side that connects says which
 * lane it wants, the other repeats it.
 *
 * <pre>
 *  offset  size  field
 *  0       4     magic "RQRF"
 *  4       2     protocol version, 1
 *  6       1     lane: 1 data, 2 control, 3 copy
 *  7       1     0
 * </pre>
 *
 * <p>Anything else, or nothing for {@value #TIMEOUT_MS} ms, closes the connection.
 */
final class HelloExchange extends ByteToMessageDecoder {

    static final int BYTES = 8;
    static final int MAGIC = 0x52515246;
    static final short VERSION = 1;
    private static final int TIMEOUT_MS = 3000;

    private final @Nullable Lane wanted;
    private final int maxFrameBytes;
    private final BiFunction<Channel, Lane, FrameReader.Receiver> established;
    private boolean done;

    /**
     * @param wanted the lane to ask for, or null to be asked
     * @param established called on the event loop when the hello is good; what it returns receives the messages
     */
    HelloExchange(
            @Nullable Lane wanted, int maxFrameBytes, BiFunction<Channel, Lane, FrameReader.Receiver> established) {
        this.wanted = wanted;
        this.maxFrameBytes = maxFrameBytes;
        this.established = established;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        if (wanted != null) {
            send(context, wanted);
        }
        context.executor()
                .schedule(
                        () -> {
                            if (!done) {
                                context.close();
                            }
                        },
                        TIMEOUT_MS,
                        TimeUnit.MILLISECONDS);
    }

    private static void send(ChannelHandlerContext context, Lane lane) {
        ByteBuf hello = context.alloc().directBuffer(BYTES);
        hello.writeInt(MAGIC).writeShort(VERSION).writeByte(lane.code()).writeByte(0);
        context.writeAndFlush(hello);
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf bytes, List<Object> out) {
        if (bytes.readableBytes() < BYTES) {
            return;
        }
        if (bytes.readInt() != MAGIC) {
            throw new MalformedFrameException("the connection does not start with a Raft hello");
        }
        short version = bytes.readShort();
        if (version != VERSION) {
            throw new MalformedFrameException("Raft protocol version " + version + ", this node speaks " + VERSION);
        }
        Lane lane = Lane.of(bytes.readByte());
        bytes.readByte();
        if (wanted == null) {
            send(context, lane);
        } else if (wanted != lane) {
            throw new MalformedFrameException("the peer answered for lane " + lane + " instead of " + wanted);
        }
        done = true;
        FrameReader reader = new FrameReader(maxFrameBytes, established.apply(context.channel(), lane));
        // Removing this decoder passes on what it has not consumed.
        context.pipeline().addAfter(context.name(), "frames", reader).remove(this);
    }
}
