package io.ringmq.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.bench.system.SystemKind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LoadPlanTest {
    private final LoadPlan plan = new LoadPlan(8, 100, 5, 10, 6, Map.of());

    @Test
    void aWorkloadBringsItsOwnArguments() {
        List<String> words = plan.arguments(LoadClientKind.STOCK, "127.0.0.1:9876", "t", Workload.W4);
        assertEquals("rocketmq", valueOf(words, "--client"));
        assertEquals("batch", valueOf(words, "--workload"));
        assertEquals("16", valueOf(words, "--threads"));
        assertEquals("32", valueOf(words, "--batch"));
        assertEquals("6", valueOf(words, "--runs"));
        assertEquals("100", valueOf(words, "--bytes"));
    }

    @Test
    void anOptionOfTheUserReplacesThatOfTheWorkload() {
        List<String> words = plan.with("threads", "4").arguments(LoadClientKind.SDK, "a", "t", Workload.W2);
        assertEquals("4", valueOf(words, "--threads"));
        assertEquals(1, words.stream().filter("--threads"::equals).count());
    }

    @Test
    void theClientFollowsFromWhoIsCompared() {
        assertEquals(LoadClientKind.STOCK, LoadClientKind.of(SystemKind.RINGMQ, SystemKind.ROCKETMQ_DLEDGER));
        assertEquals(LoadClientKind.SDK, LoadClientKind.of(SystemKind.RINGMQ, SystemKind.KAFKA));
        assertEquals(LoadClientKind.KAFKA, LoadClientKind.of(SystemKind.KAFKA, SystemKind.RINGMQ));
        assertTrue(LoadClientKind.SDK.speaksTo(SystemKind.RINGMQ));
        assertFalse(LoadClientKind.SDK.speaksTo(SystemKind.KAFKA));
    }

    private static String valueOf(List<String> words, String option) {
        return words.get(words.indexOf(option) + 1);
    }
}
