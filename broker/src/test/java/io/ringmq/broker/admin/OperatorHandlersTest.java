package io.ringmq.broker.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.broker.ring.TestRing;
import io.ringmq.broker.twin.Reply;
import io.ringmq.remoting.admin.AdminKey;
import io.ringmq.remoting.body.ReplicaStatusBody;
import io.ringmq.remoting.header.ChangeMembersHeader;
import io.ringmq.remoting.header.SetMaintenanceHeader;
import io.ringmq.remoting.header.TransferLeaderHeader;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.RequestCode;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.RequestHandler;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OperatorHandlersTest {
    private static final Command STATUS = Command.request(RequestCode.GET_REPLICA_STATUS, Map.of());

    private final TestRing ring = new TestRing();
    private long nonce;

    @Test
    void aSignedRequestIsServedOnce() {
        Command request = signed(STATUS);
        ReplicaStatusBody status = ReplicaStatusBody.decode(
                ring.handle(request).answer(ResponseCode.SUCCESS).body());
        assertEquals("ring-0", status.ring());
        assertEquals("n0", status.nodeId());
        assertEquals("leader", status.raft().role());
        assertTrue(status.log().appliedIndex() > 0, status.toString());
        assertEquals(1L << 30, status.node().freeDiskBytes());
        assertEquals(1_000, status.node().startedMs());
        assertNull(status.snapshot());
        assertEquals(List.of(), status.raft().withheld());
        assertRefused("made before", request);
    }

    @Test
    void whatIsNotSignedWithTheKeyIsRefused() {
        AdminKey other = AdminKey.of("another key, as long as it has to be");
        assertRefused("signed with the admin key", STATUS);
        assertRefused("signed with the admin key", other.sign(STATUS, ring.timer.millis(), 1));
        assertRefused("signed with the admin key", signed(STATUS).withField("target", "10.0.0.9:1"));
        assertRefused("signed with the admin key", signed(STATUS).withBody(new byte[] {1}));
    }

    @Test
    void aSignatureIsGoodForAMinuteEitherWay() {
        Command early = signed(STATUS);
        ring.timer.advance(AdminGuard.WINDOW_MS + 1);
        assertRefused("60 s ago", early);
        Command ahead = TestRing.ADMIN_KEY.sign(STATUS, ring.timer.millis() + AdminGuard.WINDOW_MS + 1_000, 2);
        assertRefused("set the clocks", ahead);
        ring.handle(TestRing.ADMIN_KEY.sign(STATUS, ring.timer.millis() + AdminGuard.WINDOW_MS, 3))
                .answer(ResponseCode.SUCCESS);
    }

    @Test
    void moreRequestsThanCanBeRememberedAreAskedToWait() {
        for (int i = 0; i < AdminGuard.MAX_REMEMBERED; i++) {
            ring.handle(signed(STATUS)).answer(ResponseCode.SUCCESS);
        }
        ring.handle(signed(STATUS)).answer(ResponseCode.SYSTEM_BUSY);
        ring.timer.advance(Duration.ofMinutes(2).toMillis() + 1);
        ring.handle(signed(STATUS)).answer(ResponseCode.SUCCESS);
    }

    @Test
    void leadershipGoesToVotersOnly() {
        Command stranger =
                Command.request(RequestCode.TRANSFER_LEADER, new TransferLeaderHeader("10.0.0.9:10900", false));
        Command answer = ring.handle(signed(stranger)).answer(ResponseCode.INVALID_PARAMETER);
        assertTrue(String.valueOf(answer.remark()).contains("10.0.0.9:10900 is no voter"), answer.remark());
    }

    @Test
    void aFollowerThatKnowsNoLeaderSaysSo() {
        ring.stepDown();
        Command request = Command.request(RequestCode.TRANSFER_LEADER, new TransferLeaderHeader(null, false));
        Command answer = ring.handle(signed(request)).answer(ResponseCode.SERVICE_NOT_AVAILABLE);
        assertTrue(String.valueOf(answer.remark()).contains("no leader"), answer.remark());
    }

    @Test
    void aChangeOfMembersIsRefusedWithItsReason() {
        assertTrue(remark(change("add-learner", "10.0.0.9:1"), ResponseCode.SYSTEM_ERROR)
                .contains("one member"));
        assertTrue(remark(change("add-learner", "nowhere"), ResponseCode.INVALID_PARAMETER)
                .contains("has no port"));
        assertTrue(remark(change("demote", "10.0.0.9:1"), ResponseCode.INVALID_PARAMETER)
                .contains("no action demote"));
        ring.stepDown();
        assertTrue(remark(change("remove", "10.0.0.9:1"), ResponseCode.SERVICE_NOT_AVAILABLE)
                .contains("no leader"));
    }

    private static Command change(String action, String peer) {
        return Command.request(RequestCode.CHANGE_MEMBERS, new ChangeMembersHeader(action, peer, false));
    }

    private String remark(Command request, int code) {
        return String.valueOf(ring.handle(signed(request)).answer(code).remark());
    }

    @Test
    void maintenanceIsOfTheNode() {
        ring.handle(signed(maintenance(true))).answer(ResponseCode.SUCCESS);
        assertTrue(status().node().maintenance());
        ring.node.breakDisk("no space left");
        assertTrue(remark(maintenance(false), ResponseCode.SYSTEM_ERROR).contains("no space left"));
        assertTrue(status().node().maintenance(), "nothing has changed");
    }

    private static Command maintenance(boolean on) {
        return Command.request(RequestCode.SET_MAINTENANCE, new SetMaintenanceHeader(on));
    }

    private ReplicaStatusBody status() {
        return ReplicaStatusBody.decode(
                ring.handle(signed(STATUS)).answer(ResponseCode.SUCCESS).body());
    }

    @Test
    void theStatusTellsWhyANodeDoesNotStandForElection() {
        var unused = ring.group().candidacy().withhold("slow disk");
        assertEquals(List.of("slow disk"), status().raft().withheld());
    }

    @Test
    void aSnapshotThatCannotBeTakenIsRefusedWithItsReason() {
        assertTrue(remark(Command.request(RequestCode.TAKE_SNAPSHOT, Map.of()), ResponseCode.SYSTEM_ERROR)
                .contains("takes no snapshots"));
    }

    @Test
    void aNodeWithoutAKeyTakesNoAdminRequests() {
        RequestHandler closed = AdminGuard.closed();
        Reply reply = new Reply(ring.connection);
        closed.handle(STATUS, reply);
        Command answer = reply.answer(ResponseCode.NO_PERMISSION);
        assertTrue(String.valueOf(answer.remark()).contains("adminKeyFile"), answer.remark());
    }

    private Command signed(Command request) {
        return TestRing.ADMIN_KEY.sign(request, ring.timer.millis(), nonce++);
    }

    private void assertRefused(String because, Command request) {
        Command answer = ring.handle(request).answer(ResponseCode.NO_PERMISSION);
        assertTrue(String.valueOf(answer.remark()).contains(because), answer.remark());
    }
}
