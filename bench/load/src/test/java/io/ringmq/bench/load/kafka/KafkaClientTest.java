package io.ringmq.bench.load.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ringmq.bench.load.client.Tuning;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KafkaClientTest {
    @Test
    void settingsAreThoseOfTheHarnessRules() {
        assertEquals(Map.of(), settings(Tuning.Style.DEFAULTS, Tuning.Compression.NONE));
        assertEquals(Map.of("linger.ms", 0), settings(Tuning.Style.PROMPT, Tuning.Compression.NONE));
        assertEquals(
                Map.of("linger.ms", 5, "batch.size", 16_384),
                settings(Tuning.Style.PIPELINED, Tuning.Compression.NONE));
        assertEquals(
                Map.of("linger.ms", 0, "batch.size", 40_960, "compression.type", "zstd"),
                settings(Tuning.Style.GROUPED, Tuning.Compression.ZSTD));
    }

    private static Map<String, Object> settings(Tuning.Style style, Tuning.Compression compression) {
        return KafkaClient.producerSettings(new Tuning(style, compression, 32 * 1_024));
    }
}
