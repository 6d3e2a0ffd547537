package io.ringmq.remoting.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.NetUtil;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.CommandCodec;
import io.ringmq.remoting.protocol.CommandException;
import io.ringmq.remoting.protocol.ConnectionClosedException;
import io.ringmq.remoting.protocol.InFlightLimitException;
import io.ringmq.remoting.protocol.MalformedFrameException;
import io.ringmq.remoting.protocol.ResponseCode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection over a Netty channel, and the last handler of the channel's pipeline. All state is confined to the
 * channel's event loop; other threads get in by {@link #onLoop}.
 */
final class ChannelConnection extends ChannelInboundHandlerAdapter implements Connection, InFlightBytes.Waiter {
    private static final Logger LOG = LoggerFactory.getLogger(ChannelConnection.class);

    private final String id;
    private final Channel channel;
    private final EventLoop loop;
    private final InetSocketAddress remote;
    private final String remoteAddress;
    private final ConnectionContext context;
    private final ConnectionLimits limits;
    private final PendingCalls calls;

    private long inFlightBytes;
    private boolean paused;
    private boolean flushScheduled;
    private boolean closed;

    private ChannelConnection(String id, Channel channel, ConnectionContext context) {
        this.id = id;
        this.channel = channel;
        this.context = context;
        limits = context.limits();
        loop = channel.eventLoop();
        remote = (InetSocketAddress) channel.remoteAddress();
        remoteAddress = NetUtil.toSocketAddressString(remote);
        calls = new PendingCalls(loop, remoteAddress, limits.maxCalls());
    }

    /** Makes a connected channel speak the protocol. Called on the channel's event loop. */
    static ChannelConnection install(String id, Channel channel, ConnectionContext context) {
        ChannelConnection connection = new ChannelConnection(id, channel, context);
        channel.pipeline()
                // Watching what is written as well would cost a promise and a listener for each write.
                .addLast(new IdleStateHandler(context.limits().idleTimeoutSeconds(), 0, 0))
                .addLast(new FrameDecoder())
                .addLast(connection);
        return connection;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public InetSocketAddress remote() {
        return remote;
    }

    @Override
    public String remoteAddress() {
        return remoteAddress;
    }

    @Override
    public boolean isOpen() {
        return channel.isActive();
    }

    @Override
    public void close() {
        channel.close();
    }

    @Override
    public String toString() {
        return "connection " + id + " to " + remoteAddress;
    }

    @Override
    public CompletableFuture<Command> invoke(Command request, long timeoutMs) {
        CompletableFuture<Command> answer = new CompletableFuture<>();
        if (!calls.takePlace()) {
            answer.completeExceptionally(new InFlightLimitException(
                    limits.maxCalls() + " requests to " + remoteAddress + " wait for their answers already"));
            return answer;
        }
        if (!onLoop(() -> start(request, timeoutMs, answer))) {
            calls.giveBackPlace();
            answer.completeExceptionally(closedException());
        }
        return answer;
    }

    @Override
    public void sendOneway(Command request) {
        onLoop(() -> {
            try {
                write(request.oneway());
            } catch (CommandException e) {
                LOG.error("Cannot send request code {} to {}", request.code(), remoteAddress, e);
            }
        });
    }

    // The loop runs its tasks after the channels that were ready.
    @Override
    public void afterPass(Runnable task) {
        if (loop.inEventLoop() && !loop.isShuttingDown()) {
            loop.execute(task);
        } else {
            task.run();
        }
    }

    /** Sends the answer to a request and lets go of the request's bytes. From any thread. */
    void answer(Command response, int requestBytes) {
        onLoop(() -> {
            try {
                write(response);
            } catch (CommandException e) {
                LOG.error("Cannot answer {}", remoteAddress, e);
                write(response.withFields(Map.of())
                        .withBody(Command.EMPTY_BODY)
                        .reply(ResponseCode.SYSTEM_ERROR, "the answer does not fit a frame"));
            }
            release(requestBytes);
        });
    }

    /** Lets go of the bytes of a request that gets no answer. From any thread. */
    void releaseInFlight(int requestBytes) {
        onLoop(() -> release(requestBytes));
    }

    @Override
    public void roomAgain() {
        onLoop(this::updateReading);
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        context.listener().opened(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof InboundFrame frame) {
            receive(frame);
        } else if (message instanceof MalformedFrameException e) {
            malformed(e);
        } else {
            throw new IllegalStateException("unexpected " + message.getClass());
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        updateReading();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        closed = true;
        context.inFlight().cancel(this);
        context.inFlight().release(inFlightBytes);
        inFlightBytes = 0;
        calls.failAll(closedException());
        context.listener().closed(this);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof IdleStateEvent) {
            LOG.info("Closing {}: silent for {} s", this, limits.idleTimeoutSeconds());
            channel.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException) {
            LOG.info("Closing {}: {}", this, cause.toString());
        } else {
            LOG.error("Closing {}", this, cause);
        }
        channel.close();
    }

    private void start(Command request, long timeoutMs, CompletableFuture<Command> answer) {
        Command numbered = calls.start(request, timeoutMs, answer);
        if (closed || !channel.isActive()) {
            calls.fail(numbered.opaque(), closedException());
            return;
        }
        try {
            write(numbered);
        } catch (CommandException e) {
            calls.fail(numbered.opaque(), e);
        }
    }

    private void receive(InboundFrame frame) {
        Command command = frame.command();
        if (command.isResponse()) {
            if (!calls.complete(command)) {
                LOG.debug("Nobody waits for response {} of {}", command.opaque(), remoteAddress);
            }
            return;
        }
        inFlightBytes += frame.sizeBytes();
        context.inFlight().add(frame.sizeBytes());
        context.dispatcher().dispatch(new PendingReply(this, command, frame.sizeBytes()));
        updateReading();
    }

    private void malformed(MalformedFrameException e) {
        LOG.warn("Closing {}: {}", this, e.getMessage());
        Command request = e.request();
        if (request != null && !request.isResponse() && !request.isOneway()) {
            write(request.reply(ResponseCode.SYSTEM_ERROR, e.getMessage()));
        }
        channel.flush();
        channel.close();
    }

    private void release(int requestBytes) {
        if (!closed) {
            inFlightBytes -= requestBytes;
            context.inFlight().release(requestBytes);
            updateReading();
        }
    }

    /** Stops reading at a bound; starts again when half of it is free, lest every answer toggles the socket. */
    private void updateReading() {
        if (closed) {
            return;
        }
        InFlightBytes total = context.inFlight();
        boolean unwritable = !channel.isWritable() && !limits.readsWhileUnwritable();
        if (!paused && (inFlightBytes >= limits.maxInFlightBytes() || unwritable || total.isFull())) {
            paused = true;
            channel.config().setAutoRead(false);
        }
        if (paused && inFlightBytes <= limits.maxInFlightBytes() / 2 && !unwritable) {
            if (total.hasRoom()) {
                paused = false;
                channel.config().setAutoRead(true);
            } else {
                total.awaitRoom(this);
            }
        }
    }

    /** Writes now and flushes after whatever else this turn of the loop writes. */
    private void write(Command command) {
        if (closed || !channel.isActive()) {
            return;
        }
        boolean bodyApart = command.body().isDirect();
        int bodyBytes = command.body().remaining();
        ByteBuf head = channel.alloc().ioBuffer(CommandCodec.estimatedHeadBytes(command) + (bodyApart ? 0 : bodyBytes));
        encode(command, head, bodyApart);
        channel.write(head, channel.voidPromise());
        if (bodyApart) {
            channel.write(Unpooled.wrappedBuffer(command.body().duplicate()), channel.voidPromise());
        }
        scheduleFlush();
        closeIfSlow();
    }

    /**
     * A body on the heap goes into the frame's direct buffer: the socket takes nothing else, so Netty would copy it
     * anyway. A direct one is sent as it is.
     */
    private static void encode(Command command, ByteBuf out, boolean bodyApart) {
        boolean done = false;
        try {
            if (bodyApart) {
                CommandCodec.encodeHead(command, out);
            } else {
                CommandCodec.encode(command, out);
            }
            done = true;
        } finally {
            if (!done) {
                out.release();
            }
        }
    }

    private void scheduleFlush() {
        if (!flushScheduled) {
            flushScheduled = true;
            loop.execute(() -> {
                flushScheduled = false;
                channel.flush();
            });
        }
    }

    private void closeIfSlow() {
        if (channel.bytesBeforeWritable() > limits.maxQueuedBytes()) {
            LOG.warn("Closing {}: it leaves more than {} bytes unread", this, limits.maxQueuedBytes());
            channel.close();
        }
    }

    /** Runs a task on the loop, at once if this is its thread; false if the loop is shut down. */
    private boolean onLoop(Runnable task) {
        if (loop.inEventLoop()) {
            task.run();
            return true;
        }
        try {
            loop.execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            LOG.debug("{} outlived its event loop", this, e);
            return false;
        }
    }

    private ConnectionClosedException closedException() {
        return new ConnectionClosedException("the connection to " + remoteAddress + " is closed");
    }
}
