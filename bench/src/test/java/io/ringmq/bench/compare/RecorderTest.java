package io.ringmq.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ringmq.bench.report.Result;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecorderTest {
    @Test
    void aWindowOfTwoSidesSaysWhichOneItIs() {
        Map<String, String> labels = Map.of("workload", "w2", "side", "b", "system", "ringmq", "client", "stock");
        assertEquals(
                "  w2 b ringmq (stock), errors 3",
                Recorder.describe(new Result("window", labels, Map.of("errors", 3.0))));
    }

    @Test
    void aWindowOfOneSystemHasNoSide() {
        Map<String, String> labels = Map.of("workload", "w2", "system", "kafka", "client", "kafka");
        assertEquals(
                "  w2 kafka (kafka), errors 0", Recorder.describe(new Result("window", labels, Map.of("errors", 0.0))));
    }
}
