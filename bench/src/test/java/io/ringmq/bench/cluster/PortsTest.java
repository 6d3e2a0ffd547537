package io.ringmq.bench.cluster;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;

class PortsTest {
    @Test
    void passesOverABaseWithATakenPort() throws IOException {
        int first = Ports.freeBase(base -> List.of(base, base + 7));
        try (ServerSocket taken = new ServerSocket()) {
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), first + 7));
            int second = Ports.freeBase(base -> List.of(base, base + 7));
            assertNotEquals(first, second);
            assertTrue(second < 32_768, "among the ports of outgoing connections: " + second);
        }
    }
}
