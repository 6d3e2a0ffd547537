package io.ringmq.bench.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterSpecTest {
    @TempDir
    Path dir;

    @Test
    void everyPortBelongsToOneNodeAndRing() {
        ClusterSpec spec = new ClusterSpec(dir, 9876, 10_900, 8, "sync", "512m", Map.of());
        for (int node = 0; node < ClusterSpec.NODES; node++) {
            assertEquals(node, spec.nodeAt("127.0.0.1:" + spec.raftPort(node)));
            for (int ring = 0; ring < spec.rings(); ring++) {
                assertEquals(node, spec.nodeAt(spec.clientAddress(node, ring)));
            }
        }
        assertEquals(10_911, spec.clientPort(0, 0));
    }

    @Test
    void isReadAsItWasSaved() throws IOException {
        ClusterSpec spec = ClusterSpec.defaults(dir)
                .withFlush("async")
                .withRingNames("east@a", "west@a")
                .withBrokerKey("maxMessageBytes", "65536");
        spec.save();
        assertEquals(spec, ClusterSpec.load(dir));
    }

    @Test
    void configFileHasTheOverridesWithTheNodesName() {
        String config = ClusterSpec.defaults(dir)
                .withBrokerKey("dataDir", "/disk/{node}")
                .brokerConfig(2);
        assertTrue(config.contains("dataDir=/disk/n2\n"), config);
        assertTrue(config.contains("rings=ring-0:11111\n"), config);
        assertTrue(config.contains("members=n0=127.0.0.1:10900,n1=127.0.0.1:11000,n2=127.0.0.1:11100\n"), config);
    }

    @Test
    void wrongOptionsAreNamed() {
        assertTrue(message(0, "sync").contains("--rings"));
        assertTrue(message(1, "maybe").contains("--flush"));
    }

    private String message(int rings, String flush) {
        return assertThrows(
                        IllegalArgumentException.class,
                        () -> new ClusterSpec(dir, 9876, 10_900, rings, flush, "512m", Map.of()))
                .toString();
    }

    @Test
    void takenPortIsNamedWithTheOptionThatChangesItAndAFreeOneIsFound() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ClusterSpec spec = ClusterSpec.defaults(dir).withPorts(taken.getLocalPort(), 10_900);
            PortInUseException failure =
                    assertThrows(PortInUseException.class, () -> Ports.requireFree(spec, List.of("namesrv")));
            assertTrue(failure.toString().contains("--namesrv-port"), failure.toString());
            assertTrue(Ports.free(spec).namesrvPort() != taken.getLocalPort());
        }
    }
}
