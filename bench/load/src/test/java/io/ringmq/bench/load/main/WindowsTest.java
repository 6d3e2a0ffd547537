package io.ringmq.bench.load.main;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.bench.load.measure.WindowResult;
import io.ringmq.bench.load.report.Commands;
import io.ringmq.bench.load.twin.RecordedEvents;
import io.ringmq.bench.load.workload.Workload;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class WindowsTest {
    private final RecordedEvents recorded = new RecordedEvents();

    @Test
    void withCommandsEachWindowWaitsForItsGo() throws IOException, InterruptedException {
        new Windows(recorded.events(), commands("go\ngo\nstop\n"), 5).run(new Fixed(0));
        assertEquals(
                List.of(
                        "ready",
                        "window-start",
                        "window-measured",
                        "window-end",
                        "ready",
                        "window-start",
                        "window-measured",
                        "window-end",
                        "ready"),
                recorded.kinds());
    }

    @Test
    void theNumberOfWindowsIsABoundWithCommandsToo() throws IOException, InterruptedException {
        new Windows(recorded.events(), commands("go\ngo\ngo\n"), 1).run(new Fixed(0));
        assertEquals(List.of("ready", "window-start", "window-measured", "window-end"), recorded.kinds());
    }

    @Test
    void endOfAWindowHasItsNumbersAndErrorsTheirReason() throws IOException, InterruptedException {
        new Windows(recorded.events(), null, 1).run(new Fixed(2));
        assertEquals(List.of("window-start", "window-measured", "failed", "window-end"), recorded.kinds());
        assertTrue(recorded.lines().get(2).contains("\"reason\":\"refused\""), recorded.lines()::toString);
        String end = recorded.lines().get(3);
        assertTrue(
                end.contains(
                        "\"run\":\"0\",\"messages\":\"4\",\"errors\":\"2\",\"elapsedUs\":\"1000\",\"p50Us\":\"7\""),
                end);
        assertTrue(end.contains("\"maxUs\":\"7\",\"clientCpuUs\":\"30\",\"extraUs\":\"8\"}"), end);
    }

    private static Commands commands(String lines) {
        return new Commands(new BufferedReader(new StringReader(lines)));
    }

    private record Fixed(long errors) implements Workload {
        @Override
        public WindowResult window(Marks marks) {
            marks.started();
            marks.measured();
            Histogram latencies = new Histogram(3);
            latencies.recordValueWithCount(7, 4);
            return new WindowResult(4, errors, "refused", 1_000, latencies, 30, Map.of("extraUs", 8L));
        }

        @Override
        public void close() {}
    }
}
