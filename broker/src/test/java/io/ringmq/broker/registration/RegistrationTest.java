package io.ringmq.broker.registration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.broker.ring.TestRing;
import io.ringmq.broker.twin.FakeNameservers;
import io.ringmq.broker.twin.Reply;
import io.ringmq.remoting.body.RegisterBrokerBody;
import io.ringmq.remoting.header.CreateTopicHeader;
import io.ringmq.remoting.header.RegisterBrokerHeader;
import io.ringmq.remoting.header.UnregisterBrokerHeader;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.RequestCode;
import io.ringmq.remoting.protocol.ResponseCode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RegistrationTest {
    private final TestRing ring = new TestRing();
    private final FakeNameservers nameservers = ring.nameservers;

    @Test
    void leaderRegistersWithItsTopicsUnderIdZero() {
        assertEquals(List.of(), nameservers.told, "not before the port listens");
        ring.ring().register();
        Command told = nameservers.told.get(0);
        RegisterBrokerHeader header = RegisterBrokerHeader.parse(told);
        assertEquals("ring-0", header.brokerName());
        assertEquals("DefaultCluster", header.clusterName());
        assertEquals(0, header.brokerId());
        RegisterBrokerBody body = RegisterBrokerBody.decode(told.body());
        assertEquals(ring.ring().group().term(), body.topics().dataVersion().stateVersion());
        assertEquals(ring.view().topics().size(), body.topics().topics().size());
    }

    @Test
    void aReplicaThatIsNoVoterTakesItselfOffTheNameservers() {
        ring.ring().register();
        nameservers.unanswered.get(0).complete(Command.request(0, Map.of()));
        ring.leave();
        Command told = nameservers.told.get(1);
        assertEquals(RequestCode.UNREGISTER_BROKER, told.code());
        assertEquals("ring-0", UnregisterBrokerHeader.parse(told).brokerName());
        nameservers.unanswered.get(1).complete(Command.request(0, Map.of()));
        ring.timer.advance(30_000);
        assertEquals(RequestCode.UNREGISTER_BROKER, nameservers.told.get(2).code());
    }

    @Test
    void oneThatDoesNotStandForElectionDoesNotOfferToBeTheStandbyAndSaysSoAtOnce() {
        ring.ring().candidacy().withhold("before").join();
        assertEquals(List.of(), nameservers.told, "not before the port listens");
        ring.ring().register();
        assertFalse(offersToBeStandby());
        nameservers.unanswered.get(0).complete(Command.request(0, Map.of()));

        ring.ring().candidacy().resume("before");
        assertEquals(2, nameservers.told.size());
        assertTrue(offersToBeStandby());
        nameservers.unanswered.get(1).complete(Command.request(0, Map.of()));

        ring.ring().candidacy().withhold("maintenance").join();
        assertEquals(3, nameservers.told.size());
        assertFalse(offersToBeStandby());
    }

    private boolean offersToBeStandby() {
        Command last = nameservers.told.get(nameservers.told.size() - 1);
        return RegisterBrokerHeader.parse(last).enableActingMaster();
    }

    @Test
    void registersAgainEveryHalfMinute() {
        ring.ring().register();
        ring.timer.advance(90_000);
        assertEquals(4, nameservers.told.size());
    }

    @Test
    void changeOfATopicIsAnsweredWhenTheNameserversKnow() {
        ring.ring().register();
        nameservers.unanswered.get(0).complete(Command.request(0, Map.of()));
        Reply reply = ring.handle(RequestCode.UPDATE_AND_CREATE_TOPIC, topic("a"));
        assertTrue(lastTold().topics().topics().containsKey("a"));
        reply.assertPending();
        nameservers.unanswered.get(1).complete(Command.request(0, Map.of()));
        reply.answer(ResponseCode.SUCCESS);

        reply = ring.handle(RequestCode.UPDATE_AND_CREATE_TOPIC, topic("b"));
        ring.timer.advance(499);
        reply.assertPending();
        ring.timer.advance(1);
        reply.answer(ResponseCode.SUCCESS);
    }

    @Test
    void topicsCreatedBySendsAreToldTogetherAndSoon() {
        ring.ring().register();
        ring.send("a", "x", "").answer(ResponseCode.SUCCESS);
        ring.send("b", "x", "").answer(ResponseCode.SUCCESS);
        ring.timer.advance(100);
        assertEquals(2, nameservers.told.size());
        assertTrue(lastTold().topics().topics().keySet().containsAll(List.of("a", "b")));
        ring.ring().nameserverConnectionLost();
        ring.timer.advance(100);
        assertEquals(3, nameservers.told.size());
    }

    @Test
    void changeDuringARegistrationIsToldSoonAfterIt() {
        ring.ring().register();
        ring.send("a", "x", "").answer(ResponseCode.SUCCESS);
        nameservers.unanswered.get(0).complete(Command.request(0, Map.of()));
        ring.timer.advance(100);
        assertEquals(2, nameservers.unanswered.size());
    }

    @Test
    void deposedLeaderKeepsItsPlaceAndItsTermUntilThereIsAnother() {
        ring.ring().register();
        ring.stepDown();
        ring.timer.advance(30_000);
        assertEquals(2, nameservers.told.size());
        assertEquals(0, RegisterBrokerHeader.parse(nameservers.told.get(1)).brokerId());
        assertEquals(
                ring.ring().group().term(), lastTold().topics().dataVersion().stateVersion());
    }

    @Test
    void failedRegistrationIsRepeatedAfterASecond() {
        ring.ring().register();
        CompletableFuture<Command> pending = nameservers.unanswered.get(0);
        ring.send("a", "x", "").answer(ResponseCode.SUCCESS);
        ring.timer.advance(100);
        assertEquals(1, nameservers.unanswered.size(), "one at a time");
        pending.completeExceptionally(new IllegalStateException("refused"));
        assertEquals(2, nameservers.unanswered.size(), "what changed meanwhile follows at once");
        nameservers.unanswered.get(1).completeExceptionally(new IllegalStateException("refused"));
        ring.timer.advance(999);
        assertEquals(2, nameservers.unanswered.size());
        ring.timer.advance(1);
        assertEquals(3, nameservers.unanswered.size());
        ring.handle(RequestCode.UPDATE_AND_CREATE_TOPIC, topic("b")).answer(ResponseCode.SUCCESS);
    }

    @Test
    void goodbyeEndsIt() {
        ring.ring().register();
        CompletableFuture<Void> done = ring.ring().unregister();
        assertEquals(RequestCode.UNREGISTER_BROKER, nameservers.told.get(1).code());
        nameservers.unanswered.forEach(pending -> pending.completeExceptionally(new IllegalStateException("down")));
        assertTrue(done.isDone());
        ring.timer.advance(120_000);
        assertEquals(2, nameservers.told.size());
    }

    private RegisterBrokerBody lastTold() {
        return RegisterBrokerBody.decode(
                nameservers.told.get(nameservers.told.size() - 1).body());
    }

    private static CreateTopicHeader topic(String name) {
        return new CreateTopicHeader(name, "TBW102", 1, 1, 6, "SINGLE_TAG", 0, false, null);
    }
}
