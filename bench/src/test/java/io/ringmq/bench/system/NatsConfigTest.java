package io.ringmq.bench.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

class NatsConfigTest {
    private final NatsConfig config = new NatsConfig(Path.of("/run/nats"), 20_000);

    @Test
    void writesTheConfigurationOfANode() {
        assertEquals("""
                server_name: n1
                listen: 127.0.0.1:20001
                http: 127.0.0.1:20021
                jetstream { store_dir: "/run/nats/data/n1", max_memory_store: 256MB, max_file_store: 40GB }
                cluster { name: peers, listen: 127.0.0.1:20011, routes: [ nats-route://127.0.0.1:20010, nats-route://127.0.0.1:20011, nats-route://127.0.0.1:20012 ] }
                max_pending: 256MB
                """, config.server(1));
    }

    @Test
    void everyPortIsInTheLayoutOnce() {
        assertEquals(9, new HashSet<>(NatsConfig.ports(20_000)).size());
        assertEquals("nats://127.0.0.1:20000,nats://127.0.0.1:20001,nats://127.0.0.1:20002", config.urls());
    }
}
