package io.ringmq.bench.raw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clocks that move by one microsecond whenever somebody looks, so that a limit is measured for a number of steps. */
@Timeout(60)
class RawLimitTest {
    private static final long STEPS_NS = 2_000_000;

    private final AtomicLong nowNs = new AtomicLong();
    private final Meter meter = new Meter(() -> nowNs.addAndGet(1_000), () -> nowNs.get() / 2);

    @Test
    void ratesAndCostsComeFromBothClocks() {
        AtomicLong clockNs = new AtomicLong();
        AtomicLong cpuNs = new AtomicLong();
        Meter.Lap lap = new Meter(clockNs::get, cpuNs::get).start();
        clockNs.set(2_000_000_000L);
        cpuNs.set(500_000_000L);
        Map<String, Double> values = lap.end(1_000, 4 << 20);
        assertEquals(
                Map.of(
                        "perSecond", 500.0,
                        "cpuSecondsPerMillion", 500.0,
                        "mibPerSecond", 2.0,
                        "cpuSecondsPerGib", 128.0),
                values);
    }

    @Test
    void echoedMessagesAreCounted() throws IOException {
        Map<String, Double> values = new EchoLimit(16).measure(meter, STEPS_NS);
        assertTrue(values.getOrDefault("perSecond", 0.0) > 0, values.toString());
        assertTrue(values.getOrDefault("p99Us", 0.0) >= values.getOrDefault("p50Us", 0.0), values.toString());
    }

    @Test
    void forcesAreTimed(@TempDir Path dir) throws IOException {
        Map<String, Double> values = new AppendLimit(dir, 32).measure(meter, STEPS_NS);
        assertTrue(values.getOrDefault("mibPerSecond", 0.0) > 0, values.toString());
        assertTrue(values.containsKey("p50Us"), values.toString());
        try (Stream<Path> left = Files.list(dir)) {
            assertEquals(0, left.count(), "the file is deleted");
        }
    }

    @Test
    void copiedBytesOfAllStreamsAreCounted() throws IOException {
        Map<String, Double> values = new CopyLimit(2).measure(meter, STEPS_NS);
        assertTrue(values.getOrDefault("mibPerSecond", 0.0) > 0, values.toString());
    }
}
