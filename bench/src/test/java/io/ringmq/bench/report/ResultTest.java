package io.ringmq.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultTest {
    @Test
    void aResultIsOneLineOfStringsAndNumbers() {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("run", "r1");
        labels.put("command", "a \"b\"");
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("pair", 0.0);
        values.put("p50Us", 1234567.891234);
        values.put("ratio", 0.25);
        assertEquals(
                "{\"type\":\"window\",\"run\":\"r1\",\"command\":\"a \\\"b\\\"\",\"pair\":0,\"p50Us\":1234567.89,\"ratio\":0.25}",
                new Result("window", labels, values).toJson());
    }

    @Test
    void whatIsWrittenIsRead(@TempDir Path dir) {
        ResultFile file = new ResultFile(dir.resolve("new").resolve("results.jsonl"));
        assertEquals(List.of(), file.read());
        Result one = new Result("raw", Map.of("name", "echo"), Map.of("perSecond", 14249.0));
        Result two = new Result("raw", Map.of("name", "copy"), Map.of("mibPerSecond", 2570.5));
        file.accept(one);
        file.accept(two);
        assertEquals(List.of(one, two), file.read());
    }

    @Test
    void aLineWithoutATypeIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Result.parse("{\"run\":\"r1\"}"));
    }

    @Test
    void theMedianOfAnEvenNumberIsBetweenTheMiddleTwo() {
        assertEquals(new Spread(1, 2.5, 9, 4), Spread.of(List.of(3.0, 1.0, 9.0, 2.0)));
        assertEquals(new Spread(1, 2, 9, 3), Spread.of(List.of(9.0, 1.0, 2.0)));
    }

    @Test
    void machineFactsAreReadFromProc() {
        assertEquals("AMD EPYC", MachineFacts.cpuModel("processor\t: 0\nmodel name\t: AMD EPYC\n"));
        assertEquals(24_000_000, MachineFacts.memoryKib("MemTotal:       24000000 kB\nMemFree: 1 kB\n"));
    }
}
