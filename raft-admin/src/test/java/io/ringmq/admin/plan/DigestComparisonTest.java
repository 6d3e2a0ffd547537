package io.ringmq.admin.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ringmq.remoting.body.ReplicaDigestBody;
import io.ringmq.remoting.body.ReplicaDigestBody.Part;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class DigestComparisonTest {
    private static final Part STATE = new Part("state TOPICS", 3, "a1");
    private static final Part LOG = new Part("log from 0", 1_024, "b1");

    private static ReplicaDigestBody of(String node, Part... parts) {
        return new ReplicaDigestBody(node, 7, 1_024, true, List.of(parts), null);
    }

    @Test
    void equalReplicasHaveNoDifferences() {
        assertEquals(
                List.of(),
                DigestComparison.differences(
                        List.of(of("n0", STATE, LOG), of("n1", STATE, LOG), of("n2", STATE, LOG))));
    }

    @Test
    void theOddOneIsNamed() {
        Part rotten = new Part("log from 0", 1_024, "b2");
        assertEquals(
                List.of("log from 0 differs: n0, n2 has 1024 with digest b1; n1 has 1024 with digest b2"),
                DigestComparison.differences(
                        List.of(of("n0", STATE, LOG), of("n1", STATE, rotten), of("n2", STATE, LOG))));
    }

    @Test
    void aPartThatOneLacksIsADifference() {
        assertEquals(
                List.of("log from 0 differs: n0 has 1024 with digest b1; n1 nothing"),
                DigestComparison.differences(List.of(of("n0", STATE, LOG), of("n1", STATE))));
    }

    @Test
    void whatCouldNotBeReadIsToldAndNotCompared() {
        ReplicaDigestBody failed =
                new ReplicaDigestBody("n1", 7, 1_024, true, List.of(STATE), "log from 0 cannot be read: EIO");
        assertEquals(
                List.of("n1: log from 0 cannot be read: EIO"),
                DigestComparison.differences(List.of(of("n0", STATE, LOG), failed, of("n2", STATE, LOG))));
    }

    @Test
    void aDigestSurvivesTheWire() {
        ReplicaDigestBody digest = new ReplicaDigestBody("n1", 7, 1_024, true, List.of(STATE, LOG), "broken \"x\"");
        assertEquals(digest, ReplicaDigestBody.decode(ByteBuffer.wrap(digest.encode())));
    }
}
