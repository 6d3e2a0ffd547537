package io.ringmq.bench.micro;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ringmq.bench.report.MicroTable;
import io.ringmq.bench.report.Result;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JmhCsvTest {
    private static final List<String> LINES = List.of(
            "\"Benchmark\",\"Mode\",\"Threads\",\"Samples\",\"Score\",\"Score Error (99,9%)\",\"Unit\",\"Param: queues\",\"Param: records\"",
            "\"io.ringmq.bench.jmh.FrameAppendBenchmark.append\",\"avgt\",1,5,3.125,0.25,\"us/op\",,32",
            "\"io.ringmq.bench.jmh.QueueIndexBenchmark.put\",\"avgt\",1,1,41.5,NaN,\"us/op\",8,");

    @Test
    void everyLineIsAResult() {
        List<Result> results = JmhCsv.parse(LINES, "r1");
        assertEquals(
                Map.of("run", "r1", "name", "FrameAppend.append", "unit", "us/op", "parameters", "records=32"),
                results.get(0).labels());
        assertEquals(Map.of("score", 3.125, "error", 0.25), results.get(0).values());
        assertEquals(Map.of("score", 41.5), results.get(1).values());
    }

    @Test
    void resultsAreATable() {
        String table = MicroTable.text(JmhCsv.parse(LINES, "r1"));
        assertEquals(
                List.of(
                        "| FrameAppend.append | records=32 | 3.13 | 0.25 | us/op |",
                        "| QueueIndex.put | queues=8 | 41.50 |  | us/op |"),
                table.lines().skip(2).toList());
    }

    @Test
    void noLinesAreNoResults() {
        assertEquals(List.of(), JmhCsv.parse(List.of(), "r1"));
    }
}
