package io.ringmq.broker.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.store.commitlog.FlushMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BrokerConfigTest {
    private static final Path TABLE = Path.of("..", "docs", "configuration.md");

    @Test
    void readsAMinimalFile() {
        BrokerConfig config = BrokerConfig.of("test", minimal());

        assertEquals("n1", config.node().self().nodeId());
        assertFalse(config.node().bootstrap().join());
        assertEquals(List.of(new RingEndpoint("ring-0", 10911)), config.node().rings());
        assertEquals(List.of("127.0.0.1:9876"), config.node().nameservers());
        assertEquals(FlushMode.SYNC, config.storage().flush());
        assertEquals(1L << 30, config.storage().segmentBytes());
    }

    @Test
    void aNodeThatJoinsKnowsSomebodyToJoin() {
        Map<String, String> texts = minimal();
        texts.put("join", "true");
        assertTrue(BrokerConfig.of("test", texts).node().bootstrap().join());
        texts.put("members", "n1=127.0.0.1:10911");
        assertTrue(refusal(texts).contains("members names this node only"), refusal(texts));
    }

    @Test
    void namesEveryProblemAtOnce() {
        Map<String, String> texts = minimal();
        texts.remove("dataDir");
        texts.put("flsuh", "async");
        texts.put("segmentBytes", "1TiB");
        texts.put("electionTimeoutMs", "5");

        String message = refusal(texts);

        assertTrue(message.startsWith("broker.properties can not be used:"), message);
        assertTrue(message.contains("unknown key 'flsuh'; did you mean 'flush'?"), message);
        assertTrue(message.contains("dataDir is missing"), message);
        assertTrue(message.contains("segmentBytes '1TiB' is not a size"), message);
        assertTrue(message.contains("electionTimeoutMs 5 is outside 100 to 60000"), message);
    }

    @Test
    void refusesANodeThatIsNoMember() {
        Map<String, String> texts = minimal();
        texts.put("nodeId", "n9");
        String message = refusal(texts);
        assertTrue(message.contains("nodeId 'n9' is none of the members"), message);
    }

    @Test
    void refusesMalformedLists() {
        for (Map.Entry<String, String> bad : Map.of(
                        "members", "n1:127.0.0.1:1",
                        "rings", "ring 0:1",
                        "namesrvAddr", "127.0.0.1",
                        "messageDelayLevel", " ")
                .entrySet()) {
            Map<String, String> texts = minimal();
            texts.put(bad.getKey(), bad.getValue());
            String message = refusal(texts);
            assertTrue(message.contains(bad.getKey()), message);
        }
    }

    @Test
    void aRingMayBeCalledAfterItsRoom() {
        Map<String, String> texts = minimal();
        texts.put("rings", "east@ring-0:1,west@ring-0:2");
        assertEquals(
                List.of(new RingEndpoint("east@ring-0", 1), new RingEndpoint("west@ring-0", 2)),
                BrokerConfig.of("test", texts).node().rings());
        for (String bad :
                List.of("@ring-0:1", "1@ring-0:1", "east@:1", "far@east@ring-0:1", "east@" + "r".repeat(60) + ":1")) {
            texts.put("rings", bad);
            assertTrue(refusal(texts).contains("room@"), () -> refusal(texts));
        }
        texts.put("rings", "east@ring-0:1,east_ring-0:2");
        assertTrue(refusal(texts).contains("twice"), () -> refusal(texts));
    }

    @Test
    void hasFewKeysAndDocumentsThemAll() throws IOException {
        assertTrue(Keys.ALL.size() <= 45, () -> Keys.ALL.size() + " keys");
        String documented = Files.readString(TABLE);
        if ("1".equals(System.getenv("RINGMQ_REWRITE"))) {
            String head = documented.substring(0, documented.indexOf("| key |"));
            Files.writeString(TABLE, head + BrokerConfig.describe());
        } else {
            assertTrue(
                    documented.endsWith(BrokerConfig.describe()),
                    "docs/configuration.md is not what the code says; run RINGMQ_REWRITE=1 mvn -pl broker -am"
                            + " test -Dtest=BrokerConfigTest -Dsurefire.failIfNoSpecifiedTests=false");
        }
    }

    private static String refusal(Map<String, String> texts) {
        ConfigException e = assertThrows(ConfigException.class, () -> BrokerConfig.of("broker.properties", texts));
        return String.valueOf(e.getMessage());
    }

    private static Map<String, String> minimal() {
        return new HashMap<>(Map.of(
                "nodeId",
                "n1",
                "members",
                "n0=127.0.0.1:7000,n1=127.0.0.1:7001,n2=127.0.0.1:7002",
                "dataDir",
                "/tmp/x"));
    }
}
