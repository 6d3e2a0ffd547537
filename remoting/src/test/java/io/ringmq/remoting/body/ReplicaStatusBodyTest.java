package io.ringmq.remoting.body;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.ringmq.remoting.body.ReplicaStatusBody.LogView;
import io.ringmq.remoting.body.ReplicaStatusBody.NodeView;
import io.ringmq.remoting.body.ReplicaStatusBody.PeerView;
import io.ringmq.remoting.body.ReplicaStatusBody.RaftView;
import io.ringmq.remoting.body.ReplicaStatusBody.ScrubView;
import io.ringmq.remoting.body.ReplicaStatusBody.SnapshotView;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplicaStatusBodyTest {
    private static final ReplicaStatusBody FULL = new ReplicaStatusBody(
            "ring-0",
            "n1",
            new RaftView(
                    "h:1",
                    "leader",
                    7,
                    "h:1",
                    List.of("h:1", "h:2"),
                    List.of(new PeerView("h:2", true, 5, 1, 100, 20)),
                    List.of("maintenance", "slow disk")),
            new LogView(1, 2, 3, 4, 5, 6),
            new SnapshotView(10, 20, 30),
            new NodeView(40, true, 50, new ScrubView(60, 70, 3, 2)),
            "out of order");

    @Test
    void whatIsWrittenIsRead() {
        assertEquals(FULL, ReplicaStatusBody.decode(ByteBuffer.wrap(FULL.encode())));
    }

    @Test
    void whatIsMissingIsNothing() {
        String json = "{\"ring\":\"r\",\"nodeId\":\"n\",\"raft\":{\"self\":\"h:1\",\"role\":\"follower\"},"
                + "\"log\":{},\"node\":{\"startedMs\":3},\"added later\":[1]}";
        ReplicaStatusBody body = ReplicaStatusBody.decode(ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8)));
        assertNull(body.snapshot());
        assertEquals(List.of(), body.raft().withheld());
        assertEquals(new NodeView(3, false, -1, null), body.node());
    }
}
