package io.ringmq.bench.jmh;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.ringmq.remoting.header.SendMessageHeader;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.CommandCodec;
import io.ringmq.remoting.protocol.HeaderEncoding;
import io.ringmq.remoting.protocol.RequestCode;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The frame of a send with a 1 KiB body: from bytes to a header, and a command to bytes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 1,
        jvmArgs = {"-Xms1g", "-Xmx1g", "-XX:+UseG1GC"})
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class HeaderDecodeBenchmark {
    private static final int BODY_BYTES = 1024;
    private static final long BORN_MS = 1_763_730_000_123L;

    /** How the header is written. */
    @Param({"JSON", "BINARY"})
    public HeaderEncoding encoding = HeaderEncoding.JSON;

    private Command command;
    private ByteBuf frame;
    private ByteBuf out;

    /** Encodes the frame that is decoded again and again. */
    @Setup
    public void setUp() {
        SendMessageHeader header = new SendMessageHeader(
                "producers",
                "orders",
                "TBW102",
                4,
                3,
                0,
                BORN_MS,
                0,
                "UNIQ_KEY\u00017F000001A2B418B4AAC2000000010000\u0002WAIT\u0001true\u0002TAGS\u0001created\u0002",
                0,
                false,
                null,
                false);
        command = Command.request(RequestCode.SEND_MESSAGE_V2, header)
                .withBody(Payload.ofSize(BODY_BYTES).bytes())
                .withEncoding(encoding);
        frame = Unpooled.directBuffer();
        CommandCodec.encode(command, frame);
        out = Unpooled.directBuffer(frame.readableBytes());
    }

    /** A frame off the wire, with its header read. */
    @Benchmark
    public SendMessageHeader decode() {
        frame.readerIndex(0);
        return SendMessageHeader.parse(Objects.requireNonNull(CommandCodec.decode(frame)));
    }

    /** A command onto the wire. */
    @Benchmark
    public ByteBuf encode() {
        CommandCodec.encode(command, out.clear());
        return out;
    }
}
