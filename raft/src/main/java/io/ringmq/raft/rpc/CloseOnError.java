package io.ringmq.raft.rpc;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The end of a peer connection's pipeline: an error ends the connection, and says why once. */
final class CloseOnError extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(CloseOnError.class);

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable thrown) {
        Throwable cause = thrown instanceof DecoderException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (cause instanceof IOException) {
            LOG.debug("Raft connection {} broke", context.channel(), cause);
        } else if (cause instanceof MalformedFrameException) {
            LOG.warn("Raft connection {} closed: {}", context.channel(), cause.getMessage());
        } else {
            LOG.error("Raft connection {} closed", context.channel(), cause);
        }
        context.close();
    }
}
