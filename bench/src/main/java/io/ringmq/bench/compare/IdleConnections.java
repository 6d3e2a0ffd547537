package io.ringmq.bench.compare;

import io.ringmq.bench.process.Await;
import io.ringmq.bench.process.ResidentMemory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Connections to a broker that are open and say nothing. */
final class IdleConnections implements AutoCloseable {
    private static final Duration SETTLE = Duration.ofSeconds(2);

    private final List<SocketChannel> channels = new ArrayList<>();
    private final double bytesPerConnection;

    private IdleConnections(List<SocketChannel> channels, double bytesPerConnection) {
        this.channels.addAll(channels);
        this.bytesPerConnection = bytesPerConnection;
    }

    /**
     * Opens connections, and sees by how much the memory of the brokers grows.
     *
     * @param address HOST:PORT
     */
    static IdleConnections open(String address, int count, Collection<Long> brokerPids, Await await) {
        int colon = address.lastIndexOf(':');
        InetSocketAddress broker =
                new InetSocketAddress(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
        List<SocketChannel> opened = new ArrayList<>();
        long before = anonymousBytes(brokerPids);
        try {
            for (int i = 0; i < count; i++) {
                opened.add(SocketChannel.open(broker));
            }
        } catch (IOException e) {
            close(opened);
            throw new UncheckedIOException(
                    "opened " + opened.size() + " of " + count + " connections to " + address, e);
        }
        await.pause(SETTLE);
        return new IdleConnections(opened, (double) (anonymousBytes(brokerPids) - before) / count);
    }

    /** Anonymous memory of all brokers together, by connection. */
    double bytesPerConnection() {
        return bytesPerConnection;
    }

    private static long anonymousBytes(Collection<Long> pids) {
        return pids.stream()
                .mapToLong(pid -> ResidentMemory.of(pid).anonymousBytes())
                .sum();
    }

    private static void close(List<SocketChannel> channels) {
        for (SocketChannel channel : channels) {
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() {
        close(channels);
    }
}
