package io.ringmq.bench.compare;

import io.ringmq.bench.process.Await;
import io.ringmq.bench.process.LiveHeap;
import io.ringmq.bench.process.ResidentMemory;
import io.ringmq.bench.report.Metric;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Connections to a broker that are open and say nothing. */
final class IdleConnections implements AutoCloseable {
    private static final Duration SETTLE = Duration.ofSeconds(2);

    private final List<SocketChannel> channels;
    private final Map<String, Double> metrics;

    private IdleConnections(List<SocketChannel> channels, Map<String, Double> metrics) {
        this.channels = channels;
        this.metrics = metrics;
    }

    /**
     * Opens connections, and sees by how much the memory of the brokers grows.
     *
     * @param address HOST:PORT
     */
    static IdleConnections open(String address, int count, Collection<Long> brokerPids, Await await) {
        Memory before = Memory.of(brokerPids);
        List<SocketChannel> opened = connect(address, count);
        await.pause(SETTLE);
        Memory after = Memory.of(brokerPids);
        return new IdleConnections(
                opened,
                Map.of(
                        Metric.HEAP_BYTES_PER_CONNECTION.field(),
                        (after.liveHeapBytes - before.liveHeapBytes) / (double) count,
                        Metric.RSS_BYTES_PER_CONNECTION.field(),
                        (after.anonymousBytes - before.anonymousBytes) / (double) count));
    }

    private static List<SocketChannel> connect(String address, int count) {
        int colon = address.lastIndexOf(':');
        InetSocketAddress broker =
                new InetSocketAddress(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
        List<SocketChannel> opened = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                opened.add(SocketChannel.open(broker));
            }
            return opened;
        } catch (IOException e) {
            close(opened);
            throw new UncheckedIOException(
                    "opened " + opened.size() + " of " + count + " connections to " + address, e);
        }
    }

    /** What the connections cost, by connection; memory moves by some MiB anyway, so few connections show nothing. */
    Map<String, Double> metrics() {
        return metrics;
    }

    /** Of all brokers together. */
    private record Memory(long liveHeapBytes, long anonymousBytes) {
        static Memory of(Collection<Long> pids) {
            long live = pids.stream().mapToLong(LiveHeap::bytes).sum();
            return new Memory(
                    live,
                    pids.stream()
                            .mapToLong(pid -> ResidentMemory.of(pid).anonymousBytes())
                            .sum());
        }
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
