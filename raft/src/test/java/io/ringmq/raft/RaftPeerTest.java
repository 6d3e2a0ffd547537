package io.ringmq.raft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RaftPeerTest {

    @ParameterizedTest
    @ValueSource(strings = {"node1:9911", "10.0.0.1:1", "[::1]:65535", "a.b-c.example:9911"})
    void readsWhatItWrites(String text) {
        assertEquals(text, RaftPeer.parse(text).toString());
        assertEquals(RaftPeer.parse(text), Peers.of(Peers.peerId(RaftPeer.parse(text))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "node1", "node1:", ":9911", "node1:x", "node1:0", "node1:65536", "::1:9911", "a b:1"})
    void saysWhatIsWrong(String text) {
        assertThrows(IllegalArgumentException.class, () -> RaftPeer.parse(text));
    }

    @Test
    void namesTheText() {
        String message = assertThrows(IllegalArgumentException.class, () -> RaftPeer.parse("node1"))
                .toString();
        assertTrue(message.contains("'node1'"), message);
    }
}
