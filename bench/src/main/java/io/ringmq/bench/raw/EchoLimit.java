package io.ringmq.bench.raw;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * Messages of 1 KiB that a second thread sends back over one loopback connection, both ends on selectors, as a broker and a client
 * have them.
 *
 * @param window messages under way at a time
 */
record EchoLimit(int window) implements RawLimit {
    private static final int MESSAGE_BYTES = 1024;
    private static final int BUFFER_BYTES = 256 << 10;
    private static final int STAMP_BYTES = Long.BYTES;
    private static final long MAX_LATENCY_US = 60_000_000;
    private static final long NS_PER_US = 1_000;

    @Override
    public String name() {
        return "echo-nio window=" + window;
    }

    @Override
    public Map<String, Double> measure(Meter meter, long durationNs) throws IOException {
        try (Loopback loopback = Loopback.connect()) {
            loopback.makeRoom(BUFFER_BYTES);
            Thread server = new Thread(() -> echo(loopback.server()), "echo");
            server.start();
            Map<String, Double> values = ping(loopback.client(), meter, durationNs);
            loopback.client().shutdownOutput();
            Threads.join(server);
            return values;
        }
    }

    private Map<String, Double> ping(SocketChannel channel, Meter meter, long durationNs) throws IOException {
        Histogram latencyUs = new Histogram(MAX_LATENCY_US, 3);
        ByteBuffer in = ByteBuffer.allocateDirect(BUFFER_BYTES);
        ByteBuffer out = ByteBuffer.allocateDirect(BUFFER_BYTES);
        long messages = 0;
        int underWay = 0;
        Meter.Lap lap = meter.start();
        try (ReadableWait readable = new ReadableWait(channel)) {
            while (!lap.isOver(durationNs)) {
                send(channel, out, window - underWay, meter);
                underWay = window;
                readable.await();
                int arrived = receive(channel, in, latencyUs, meter);
                messages += arrived;
                underWay -= arrived;
            }
        }
        Map<String, Double> values = lap.end(messages, 0);
        values.put("p50Us", (double) latencyUs.getValueAtPercentile(50));
        values.put("p99Us", (double) latencyUs.getValueAtPercentile(99));
        values.put("p999Us", (double) latencyUs.getValueAtPercentile(99.9));
        return values;
    }

    private static void send(SocketChannel channel, ByteBuffer out, int messages, Meter meter) throws IOException {
        long nowNs = meter.nowNs().getAsLong();
        out.clear();
        for (int i = 0; i < messages; i++) {
            out.putLong(nowNs).position(out.position() + MESSAGE_BYTES - STAMP_BYTES);
        }
        out.flip();
        while (out.hasRemaining()) {
            channel.write(out);
        }
    }

    /** Takes what has arrived; a message that has arrived in part stays in the buffer. */
    private static int receive(SocketChannel channel, ByteBuffer in, Histogram latencyUs, Meter meter)
            throws IOException {
        channel.read(in);
        long nowNs = meter.nowNs().getAsLong();
        in.flip();
        int messages = 0;
        while (in.remaining() >= MESSAGE_BYTES) {
            latencyUs.recordValue(Math.min(MAX_LATENCY_US, (nowNs - in.getLong(in.position())) / NS_PER_US));
            in.position(in.position() + MESSAGE_BYTES);
            messages++;
        }
        in.compact();
        return messages;
    }

    private static void echo(SocketChannel channel) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
        try (ReadableWait readable = new ReadableWait(channel)) {
            readable.await();
            while (channel.read(buffer) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                buffer.clear();
                readable.await();
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Waits on a selector until a channel can be read. */
    private static final class ReadableWait implements AutoCloseable {
        private final Selector selector;

        ReadableWait(SocketChannel channel) throws IOException {
            this.selector = Selector.open();
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ);
        }

        void await() throws IOException {
            selector.select();
            selector.selectedKeys().clear();
        }

        @Override
        public void close() throws IOException {
            selector.close();
        }
    }
}
