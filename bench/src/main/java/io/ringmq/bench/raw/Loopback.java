package io.ringmq.bench.raw;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;

/** Two ends of one TCP connection over loopback, without Nagle's delay. */
record Loopback(SocketChannel client, SocketChannel server) implements Closeable {
    static Loopback connect() throws IOException {
        try (ServerSocketChannel listener = ServerSocketChannel.open()) {
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            SocketChannel client = SocketChannel.open(listener.getLocalAddress());
            SocketChannel server = listener.accept();
            client.setOption(StandardSocketOptions.TCP_NODELAY, true);
            server.setOption(StandardSocketOptions.TCP_NODELAY, true);
            return new Loopback(client, server);
        }
    }

    /** Asks for socket buffers that hold so much in each direction, so that two ends that both write do not wait for ever. */
    void makeRoom(int bytes) throws IOException {
        for (SocketChannel end : List.of(client, server)) {
            end.setOption(StandardSocketOptions.SO_SNDBUF, bytes);
            end.setOption(StandardSocketOptions.SO_RCVBUF, bytes);
        }
    }

    @Override
    public void close() throws IOException {
        client.close();
        server.close();
    }
}
