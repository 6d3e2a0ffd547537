package io.ringmq.bench.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.remoting.protocol.HeaderEncoding;
import io.ringmq.store.record.RecordFormat;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Every benchmark sets up and does what it is to measure; how fast is no matter here. */
class BenchmarksTest {
    @Test
    void jmhFindsEveryBenchmark() {
        OutputFormat silent = OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT);
        List<String> names = BenchmarkList.defaultList().getAll(silent, List.of()).stream()
                .map(BenchmarkListEntry::getUsername)
                .toList();
        assertEquals(7, names.size(), names.toString());
    }

    @Test
    void aRecordFillsItsBuffer() {
        RecordEncodeBenchmark benchmark = new RecordEncodeBenchmark();
        benchmark.sizeBytes = 100;
        benchmark.setUp();
        assertEquals(RecordFormat.HEADER_BYTES + 100, benchmark.encode().position());
    }

    @Test
    void framesAreAppended() throws IOException {
        FrameAppendBenchmark benchmark = new FrameAppendBenchmark();
        benchmark.records = 2;
        benchmark.setUp();
        try {
            long first = benchmark.append();
            assertTrue(benchmark.append() > first);
        } finally {
            benchmark.tearDown();
        }
    }

    @Test
    void whatWasPutIsFound() throws IOException {
        QueueIndexBenchmark benchmark = new QueueIndexBenchmark();
        benchmark.queues = 8;
        benchmark.setUp();
        try {
            assertTrue(benchmark.put() > 0);
            assertTrue(benchmark.lookup().size() > 0);
        } finally {
            benchmark.tearDown();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyMessageAppliedIsANewOne(boolean deduplication) throws IOException {
        ApplyBenchmark benchmark = new ApplyBenchmark();
        benchmark.deduplication = deduplication;
        benchmark.messagesPerEntry = 8;
        benchmark.sendsBefore = 1_000;
        benchmark.setUp();
        try {
            long before = benchmark.apply();
            assertEquals(32, benchmark.apply() - before);
        } finally {
            benchmark.tearDown();
        }
    }

    @ParameterizedTest
    @EnumSource(HeaderEncoding.class)
    void aFrameIsDecodedAndEncoded(HeaderEncoding encoding) {
        HeaderDecodeBenchmark benchmark = new HeaderDecodeBenchmark();
        benchmark.encoding = encoding;
        benchmark.setUp();
        assertEquals("orders", benchmark.decode().topic());
        assertTrue(benchmark.encode().readableBytes() > 1024);
    }
}
