package io.ringmq.bench.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class KafkaConfigTest {
    private final KafkaConfig async = new KafkaConfig(Path.of("/run/kafka"), 20_000, FlushMode.ASYNC);
    private final KafkaConfig sync = new KafkaConfig(Path.of("/run/kafka"), 20_000, FlushMode.SYNC);

    @Test
    void everyPortIsInTheLayoutOnce() throws IOException {
        List<Integer> ports = KafkaConfig.ports(20_000);
        assertEquals(6, new HashSet<>(ports).size());
        assertEquals("127.0.0.1:20000,127.0.0.1:20001,127.0.0.1:20002", async.bootstrapServers());
        assertEquals(
                "PLAINTEXT://127.0.0.1:20001,CONTROLLER://127.0.0.1:20011",
                properties(async, 1).getProperty("listeners"));
    }

    @Test
    void nodesDifferInIdAndDirectory() throws IOException {
        assertEquals("1", properties(async, 0).getProperty("node.id"));
        assertEquals("3", properties(async, 2).getProperty("node.id"));
        assertEquals("/run/kafka/data/n2", properties(async, 2).getProperty("log.dirs"));
        assertEquals(
                "1@127.0.0.1:20010,2@127.0.0.1:20011,3@127.0.0.1:20012",
                properties(async, 2).getProperty("controller.quorum.voters"));
        assertNotEquals(async.file(0), async.file(1));
    }

    @Test
    void flushesEveryAppendInSyncModeOnly() throws IOException {
        String key = "log.flush.interval.messages";
        assertEquals("1", properties(sync, 0).getProperty(key));
        assertEquals("default", properties(async, 0).getProperty(key, "default"));
    }

    private static Properties properties(KafkaConfig config, int node) throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(config.server(node)));
        return properties;
    }
}
