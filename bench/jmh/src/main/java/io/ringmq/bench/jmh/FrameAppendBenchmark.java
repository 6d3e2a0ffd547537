package io.ringmq.bench.jmh;

import io.ringmq.store.commitlog.CommitLog;
import io.ringmq.store.commitlog.CommitLogOptions;
import io.ringmq.store.commitlog.FlushMode;
import io.ringmq.store.commitlog.FrameInput;
import io.ringmq.store.commitlog.FrameType;
import io.ringmq.store.disk.NioDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A frame of 1 KiB records to the end of a log on disk that does not force. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
        value = 1,
        jvmArgs = {"-Xms1g", "-Xmx1g", "-XX:+UseG1GC"})
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class FrameAppendBenchmark {
    private static final int RECORD_BYTES = 1024;
    private static final long TERM = 1;
    private static final long SEGMENT_BYTES = 64L << 20;

    /** The log starts anew at this length, so that the disk does not fill up; once in many thousand appends. */
    private static final long MAX_LOG_BYTES = 1L << 30;

    /** Records of each frame. */
    @Param({"1", "32"})
    public int records;

    private Path dir;
    private ExecutorService background;
    private CommitLog log;
    private ByteBuffer body;
    private long resetAtOffset;

    /** Opens an empty log. */
    @Setup
    public void setUp() throws IOException {
        dir = Scratch.create("frame-append-");
        background = Executors.newSingleThreadExecutor();
        CommitLogOptions options =
                CommitLogOptions.defaults().withFlushMode(FlushMode.ASYNC).withSegmentBytes(SEGMENT_BYTES);
        log = CommitLog.open(new NioDisk(dir), options, background);
        body = Payload.ofSize(RECORD_BYTES).body(records);
        resetAtOffset = MAX_LOG_BYTES;
    }

    /** One frame. */
    @Benchmark
    public long append() {
        long index = log.lastIndex() + 1;
        log.append(List.of(new FrameInput(index, TERM, FrameType.DATA, records, body)));
        long end = log.endOffset();
        if (end > resetAtOffset) {
            log.reset(index + 1);
            resetAtOffset = log.endOffset() + MAX_LOG_BYTES;
        }
        return end;
    }

    /** Deletes the log. */
    @TearDown
    public void tearDown() throws IOException {
        log.close();
        background.shutdown();
        Scratch.delete(dir);
    }
}
