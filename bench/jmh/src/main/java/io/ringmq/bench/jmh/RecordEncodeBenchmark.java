package io.ringmq.bench.jmh;

import io.ringmq.store.record.RecordFormat;
import java.nio.ByteBuffer;
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

/** A record into the body of a frame: header, payload, CRC32C. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 1,
        jvmArgs = {"-Xms1g", "-Xmx1g", "-XX:+UseG1GC"})
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class RecordEncodeBenchmark {
    /** Size of the payload. */
    @Param({"100", "1024"})
    public int sizeBytes;

    private Payload payload;
    private ByteBuffer body;

    /** Lays out the buffer. */
    @Setup
    public void setUp() {
        payload = Payload.ofSize(sizeBytes);
        body = ByteBuffer.allocateDirect(RecordFormat.sizeOf(payload));
    }

    /** One record. */
    @Benchmark
    public ByteBuffer encode() {
        RecordFormat.write(payload, body.clear());
        return body;
    }
}
