package io.ringmq.bench.raw;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * Bytes over loopback, as fast as blocking writes and reads go.
 *
 * @param streams connections side by side; a leader with two followers and a client has about three
 */
record CopyLimit(int streams) implements RawLimit {
    private static final int BUFFER_BYTES = 256 << 10;

    @Override
    public String name() {
        return "loopback-copy streams=" + streams;
    }

    @Override
    public Map<String, Double> measure(Meter meter, long durationNs) throws IOException {
        LongAdder bytes = new LongAdder();
        List<Thread> threads = new ArrayList<>();
        List<Loopback> connections = new ArrayList<>();
        Meter.Lap lap = meter.start();
        for (int i = 0; i < streams; i++) {
            Loopback loopback = Loopback.connect();
            connections.add(loopback);
            threads.add(new Thread(() -> write(loopback.client(), lap, durationNs), "copy-out-" + i));
            threads.add(new Thread(() -> read(loopback.server(), bytes), "copy-in-" + i));
        }
        threads.forEach(Thread::start);
        threads.forEach(Threads::join);
        Map<String, Double> values = lap.end(0, bytes.sum());
        for (Loopback loopback : connections) {
            loopback.close();
        }
        return values;
    }

    private static void write(SocketChannel channel, Meter.Lap lap, long durationNs) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
        try {
            while (!lap.isOver(durationNs)) {
                buffer.clear();
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
            }
            channel.shutdownOutput();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void read(SocketChannel channel, LongAdder bytes) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
        try {
            for (int read = channel.read(buffer); read >= 0; read = channel.read(buffer)) {
                bytes.add(read);
                buffer.clear();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
