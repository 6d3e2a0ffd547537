package io.ringmq.bench.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class RocketMqConfigTest {
    private static final Path DIR = Path.of("/run/rocketmq");

    private final RocketMqConfig dLedger =
            new RocketMqConfig(DIR, 20_000, SystemKind.ROCKETMQ_DLEDGER, FlushMode.ASYNC);
    private final RocketMqConfig controller =
            new RocketMqConfig(DIR, 20_000, SystemKind.ROCKETMQ_CONTROLLER, FlushMode.SYNC);

    @Test
    void everyPortIsInTheLayoutOnce() throws IOException {
        assertEquals(14, new HashSet<>(RocketMqConfig.ports(20_000)).size());
        Properties properties = properties(dLedger.broker(2));
        assertEquals("20022", properties.getProperty("listenPort"));
        assertEquals("20023", properties.getProperty("haListenPort"));
        assertEquals(2, dLedger.nodeAt(dLedger.brokerAddress(2)));
    }

    @Test
    void dLedgerNodesKnowEachOther() throws IOException {
        Properties properties = properties(dLedger.broker(1));
        assertEquals("n1", properties.getProperty("dLegerSelfId"));
        assertEquals("n0-127.0.0.1:20004;n1-127.0.0.1:20014;n2-127.0.0.1:20024", properties.getProperty("dLegerPeers"));
        assertEquals("ASYNC_FLUSH", properties.getProperty("flushDiskType"));
        assertFalse(properties.containsKey("controllerAddr"));
    }

    @Test
    void theControllerIsInTheNameserverOfControllerModeOnly() throws IOException {
        Properties nameserver = properties(controller.nameserver("namesrv"));
        assertEquals("n0-127.0.0.1:20051", nameserver.getProperty("controllerDLegerPeers"));
        assertEquals("/run/rocketmq/data/namesrv/controller", nameserver.getProperty("controllerStorePath"));
        assertFalse(properties(dLedger.nameserver("namesrv")).containsKey("enableControllerInNamesrv"));
        Properties broker = properties(controller.broker(0));
        assertEquals("127.0.0.1:20051", broker.getProperty("controllerAddr"));
        assertEquals("2", broker.getProperty("minInSyncReplicas"));
        assertEquals("SYNC_FLUSH", broker.getProperty("flushDiskType"));
    }

    @Test
    void countsSlavesInTheSyncStateSet() {
        assertEquals(2, RocketMqPeer.slavesInSync("{\"haConnectionInfo\":[{\"addr\":\"x\"}],\"inSyncSlaveNums\":2}"));
        assertEquals(0, RocketMqPeer.slavesInSync("{\"master\":false}"));
    }

    private static Properties properties(String text) throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(text));
        return properties;
    }
}
