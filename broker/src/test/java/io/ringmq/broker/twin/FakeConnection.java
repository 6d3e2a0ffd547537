package io.ringmq.broker.twin;

import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.ConnectionClosedException;
import io.ringmq.remoting.transport.Connection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** A connection that keeps what is sent over it. */
public final class FakeConnection implements Connection {
    /** Oneway requests sent to this client. */
    public final List<Command> sent = new ArrayList<>();

    /** What the client answers to requests. */
    public Function<Command, CompletableFuture<Command>> client =
            request -> CompletableFuture.failedFuture(new ConnectionClosedException("this client answers nothing"));

    private final InetSocketAddress remote;
    private boolean open = true;

    public FakeConnection(int clientPort) {
        remote = new InetSocketAddress(InetAddress.getLoopbackAddress(), clientPort);
    }

    @Override
    public String remoteAddress() {
        return "127.0.0.1:" + remote.getPort();
    }

    @Override
    public InetSocketAddress remote() {
        return remote;
    }

    @Override
    public String id() {
        return "c" + remote.getPort();
    }

    @Override
    public CompletableFuture<Command> invoke(Command request, long timeoutMs) {
        return client.apply(request);
    }

    @Override
    public void sendOneway(Command request) {
        sent.add(request);
    }

    @Override
    public void afterPass(Runnable task) {
        task.run();
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void close() {
        open = false;
    }
}
