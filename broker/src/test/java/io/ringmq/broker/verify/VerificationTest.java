package io.ringmq.broker.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.broker.ring.TestRing;
import io.ringmq.broker.twin.Reply;
import io.ringmq.remoting.body.ReplicaDigestBody;
import io.ringmq.remoting.body.ReplicaDigestBody.Part;
import io.ringmq.remoting.header.GetDigestHeader;
import io.ringmq.remoting.header.StartVerifyHeader;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.Header;
import io.ringmq.remoting.protocol.RequestCode;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.store.state.Family;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VerificationTest {
    /** Enough for all steps of a small log. */
    private static final String INDEX = "state QUEUE_INDEX";

    private static final String LOG = "log from 0";
    private static final long SOON_MS = 500;

    private final TestRing one = filled("first");
    private final TestRing same = filled("first");
    private final TestRing other = filled("other");
    private long nonce;

    private static TestRing filled(String body) {
        TestRing ring = new TestRing();
        ring.createTopic("t", 2);
        for (int i = 0; i < 20; i++) {
            ring.send("t", body + i, "").answer(ResponseCode.SUCCESS);
        }
        return ring;
    }

    @AfterEach
    void close() {
        one.close();
        same.close();
        other.close();
    }

    private static Part part(ReplicaDigestBody digest, String name) {
        return digest.parts().stream()
                .filter(part -> part.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void equalReplicasHaveEqualDigests() {
        ReplicaDigestBody first = digest(one, 1, 0);
        assertTrue(first.ended(), first.toString());
        assertEquals(one.ring().group().log().lastIndex(), first.index());
        List<String> names = new ArrayList<>();
        for (Family family : EnumSet.complementOf(EnumSet.of(Family.KEY_INDEX))) {
            names.add("state " + family);
        }
        names.add(LOG);
        assertEquals(names, first.parts().stream().map(Part::name).toList());
        assertEquals(20, part(first, INDEX).size(), "messages in entries of their own");
        assertEquals(first.logBytes(), part(first, LOG).size());
        assertEquals(first, digest(same, 1, 0));
    }

    @Test
    void whatIsWrittenAfterTheMarkIsNotPartOfIt() {
        start(one, 1, 0).answer(ResponseCode.SUCCESS);
        one.send("t", "later", "").answer(ResponseCode.SUCCESS);
        one.timer.advance(SOON_MS);
        assertEquals(digest(same, 1, 0), get(one, 1));
    }

    @Test
    void anotherMessageIsAnotherDigestOfTheLogAlone() {
        ReplicaDigestBody first = digest(one, 1, 0);
        ReplicaDigestBody second = digest(other, 1, 0);
        for (Part ofFirst : first.parts()) {
            Part ofSecond = part(second, ofFirst.name());
            assertEquals(ofFirst.name().equals(LOG), !ofFirst.equals(ofSecond), ofFirst + " and " + ofSecond);
        }
    }

    @Test
    void ofTheQueueIndexOnlyWhatEveryReplicaHasCounts() {
        long behindTheFirstHalf = one.view().read("t", 0, 10, 1).get(0).physicalOffset();
        Part index = part(digest(one, 1, behindTheFirstHalf), INDEX);
        assertEquals(10, index.size(), "what other replicas may have removed does not count");
    }

    @Test
    void aMarkThatHasNotComeIsToldAfterAMoment() {
        Reply reply = one.handle(signed(one, RequestCode.GET_DIGEST, new GetDigestHeader(9)));
        reply.assertPending();
        one.timer.advance(GetDigestHandler.WAIT_MS);
        ReplicaDigestBody digest =
                ReplicaDigestBody.decode(reply.answer(ResponseCode.SUCCESS).body());
        assertEquals(ReplicaDigestBody.notReached("n0"), digest);
    }

    @Test
    void onlyTheLatestAreKept() {
        for (int id = 0; id <= Verification.MAX_KEPT; id++) {
            digest(one, id, 0);
        }
        Reply reply = one.handle(signed(one, RequestCode.GET_DIGEST, new GetDigestHeader(0)));
        one.timer.advance(GetDigestHandler.WAIT_MS);
        assertEquals(
                0,
                ReplicaDigestBody.decode(reply.answer(ResponseCode.SUCCESS).body())
                        .index());
        assertTrue(get(one, 1).ended());
    }

    @Test
    void aPlaceOutsideTheLogIsRefused() {
        long behind = one.ring().group().log().endOffset() + 1;
        String remark = String.valueOf(
                start(one, 1, behind).answer(ResponseCode.INVALID_PARAMETER).remark());
        assertTrue(remark.contains("can not be compared from " + behind), remark);
    }

    @Test
    void aFollowerWritesNoMark() {
        one.stepDown();
        start(one, 1, 0).answer(ResponseCode.SERVICE_NOT_AVAILABLE);
    }

    private ReplicaDigestBody digest(TestRing ring, long id, long fromOffset) {
        start(ring, id, fromOffset).answer(ResponseCode.SUCCESS);
        ring.timer.advance(SOON_MS);
        return get(ring, id);
    }

    private Reply start(TestRing ring, long id, long fromOffset) {
        return ring.handle(signed(ring, RequestCode.START_VERIFY, new StartVerifyHeader(id, fromOffset)));
    }

    private ReplicaDigestBody get(TestRing ring, long id) {
        return ReplicaDigestBody.decode(ring.handle(signed(ring, RequestCode.GET_DIGEST, new GetDigestHeader(id)))
                .answer(ResponseCode.SUCCESS)
                .body());
    }

    private Command signed(TestRing ring, int code, Header header) {
        return TestRing.ADMIN_KEY.sign(Command.request(code, header), ring.timer.millis(), nonce++);
    }
}
