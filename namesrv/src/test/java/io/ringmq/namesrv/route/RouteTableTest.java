package io.ringmq.namesrv.route;

import static io.ringmq.namesrv.route.Brokers.RING;
import static io.ringmq.namesrv.route.Brokers.broker;
import static io.ringmq.namesrv.route.Brokers.on;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.namesrv.route.RegistrationResult.Refusal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RouteTableTest {
    private static final long TIMEOUT_MS = BrokerIdentity.DEFAULT_TIMEOUT_MS;

    private RouteTable table = RouteTable.EMPTY;
    private long nowMs = 1_000;

    @Test
    void aRingOfThreeIsRoutedUnderTheIdsOfItsReplicas() {
        ringOfThree();

        assertEquals(Map.of(0L, "a", 1L, "b", 2L, "d"), addresses());
        assertEquals(Brokers.FOUR, table.route("T").get(0).queues());
        assertEquals(List.of(), table.route("unknown"));
    }

    @Test
    void producersFindAFollowerUnderTheStandbyName() {
        ringOfThree();
        TopicLocation standby = table.route("T").get(1);
        assertEquals("r0-standby", standby.brokers().brokerName());
        assertEquals(Map.of(0L, "b"), standby.brokers().byId());
        assertEquals(new TopicQueues(0, 1, TopicQueues.WRITE, 0), standby.queues());

        table = table.connectionClosed("b", nowMs);
        assertEquals(Map.of(0L, "d"), table.route("T").get(1).brokers().byId());

        table = table.connectionClosed("d", nowMs);
        assertEquals(1, table.route("T").size());
    }

    @Test
    void aFollowerThatDoesNotOfferToBeTheStandbyIsOneOnlyForWantOfAnother() {
        ringOfThree();
        register(Brokers.unwilling(broker("b", 1, 5)));
        assertEquals(Map.of(0L, "d"), table.route("T").get(1).brokers().byId());
        assertEquals(Map.of(0L, "a", 1L, "b", 2L, "d"), addresses(), "it can be read from as before");
        heartbeat("b");
        assertEquals(Map.of(0L, "d"), table.route("T").get(1).brokers().byId(), "a sign of life is no offer");

        table = table.connectionClosed("d", nowMs);
        assertEquals(Map.of(0L, "b"), table.route("T").get(1).brokers().byId());

        ringOfThree();
        assertEquals(Map.of(0L, "b"), table.route("T").get(1).brokers().byId(), "it offers again");
    }

    @Test
    void onlyRingsAndWritableTopicsHaveAStandby() {
        register(broker("a", 0, 0, "T"));
        register(broker("b", 1, 0, "T"));
        assertEquals(1, table.route("T").size());

        table = RouteTable.EMPTY;
        ringOfThree();
        table = table.wipeWritePermission(RING);
        assertEquals(1, table.route("T").size());
    }

    @Test
    void topicsComeFromTheLeaderOnly() {
        register(broker("b", 1, 5, "fromFollower"));
        assertEquals(Set.of(), table.topics(null));

        register(broker("a", 0, 5, "fromLeader"));
        register(on(RING, "b", 1, new TopicVersion(5, 1, 9), "fromFollower"));
        assertEquals(Set.of("fromLeader"), table.topics(null));
    }

    @Test
    void aNewLeaderReplacesTheOldOneAtOnce() {
        ringOfThree();

        RegistrationResult result = register(broker("b", 0, 6, "T", "U"));

        assertNull(result.refusal());
        assertEquals("b", leaderOf(result));
        assertEquals(Map.of(0L, "b", 2L, "d"), addresses());
        assertEquals(Set.of("T", "U"), table.topics(null));
    }

    @Test
    void aDeposedLeaderChangesNothingAndLearnsItsSuccessor() {
        ringOfThree();
        register(broker("b", 0, 6, "T", "U"));
        RouteTable before = table;

        RegistrationResult result = register(broker("a", 0, 5, "stale"));

        assertEquals(Refusal.OUTDATED, result.refusal());
        assertEquals("b", leaderOf(result));
        assertEquals(before, table);
    }

    @Test
    void aDeposedLeaderThatCorrectsItselfBecomesAFollower() {
        ringOfThree();
        register(broker("b", 0, 6, "T"));
        register(broker("a", 1, 6));

        assertEquals(Map.of(0L, "b", 1L, "a", 2L, "d"), addresses());
    }

    @Test
    void theHighestTermOutlivesTheWholeGroup() {
        ringOfThree();
        for (String connection : List.of("a", "b", "d")) {
            table = table.connectionClosed(connection, nowMs);
        }
        assertEquals(List.of(), table.brokers());

        assertEquals(Refusal.OUTDATED, register(broker("a", 0, 4, "T")).refusal());
        assertNull(register(broker("a", 0, 5, "T")).refusal());
    }

    @Test
    void theHighestTermIsForgottenAfterAWhile() {
        register(broker("a", 0, 5, "T"));
        table = table.connectionClosed("a", nowMs);
        table = table.scan(nowMs + RouteTable.TERM_MEMORY_MS - 1);
        assertEquals(5, table.highestTerm(RING));

        table = table.scan(nowMs + RouteTable.TERM_MEMORY_MS);

        assertEquals(0, table.highestTerm(RING));
        assertNull(register(broker("a", 0, 1, "T")).refusal());
    }

    @Test
    void anOlderRegistrationOfTheSameAddressIsOutdated() {
        ringOfThree();
        register(broker("b", 1, 7));

        assertEquals(Refusal.OUTDATED, register(broker("b", 2, 6)).refusal());
        assertEquals(Map.of(0L, "a", 1L, "b", 2L, "d"), addresses());
    }

    @Test
    void anAddressHoldsOneId() {
        ringOfThree();
        register(broker("b", 7, 5));

        assertEquals(Map.of(0L, "a", 7L, "b", 2L, "d"), addresses());
    }

    @Test
    void aDisconnectedLeaderStaysVisibleUntilTheNextOneRegisters() {
        ringOfThree();
        table = table.connectionClosed("a", nowMs);
        assertEquals(Map.of(0L, "a", 1L, "b", 2L, "d"), addresses());

        register(broker("d", 0, 6, "T"));
        assertEquals(Map.of(0L, "d", 1L, "b"), addresses());
    }

    @Test
    void aDisconnectedLeaderIsShownNoLongerThanItsTimeout() {
        ringOfThree();
        table = table.connectionClosed("a", nowMs);
        long lastSeenMs = nowMs;
        nowMs += TIMEOUT_MS - 1;
        heartbeat("b");
        heartbeat("d");
        table = table.scan(nowMs);
        assertEquals(Map.of(0L, "a", 1L, "b", 2L, "d"), addresses());

        table = table.scan(lastSeenMs + TIMEOUT_MS);
        assertEquals(Map.of(1L, "b", 2L, "d"), addresses());
        assertEquals(Set.of("T"), table.topics(null), "followers go on serving reads");
    }

    @Test
    void aLeaderThatStepsDownStaysVisibleAsLeaderUntilTheNextOneRegisters() {
        ringOfThree();
        register(broker("a", 3, 5));
        assertEquals(Map.of(0L, "a", 1L, "b", 2L, "d"), addresses());

        register(broker("b", 0, 6, "T"));
        assertEquals(Map.of(0L, "b", 2L, "d", 3L, "a"), addresses());
    }

    @Test
    void theLastReplicaTakesTheRouteWithIt() {
        register(broker("a", 0, 5, "T"));
        register(broker("b", 1, 5));
        table = table.connectionClosed("a", nowMs);
        table = table.connectionClosed("b", nowMs);

        assertEquals(List.of(), table.route("T"));
        assertEquals(Optional.empty(), table.brokers(RING));
    }

    @Test
    void theLeaderOfARingOfOneIsGoneAtOnce() {
        register(broker("a", 0, 5, "T"));
        table = table.connectionClosed("a", nowMs);

        assertEquals(List.of(), table.route("T"));
    }

    @Test
    void theEndOfAnOldConnectionDoesNotRemoveABrokerThatReconnected() {
        ringOfThree();
        Registration again = broker("a", 0, 5, "T");
        register(new Registration(again.broker(), again.version(), again.topics(), "a2", true));
        table = table.connectionClosed("a", nowMs);
        heartbeatOver("b", "b2");
        table = table.connectionClosed("b", nowMs);

        assertEquals(Map.of(0L, "a", 1L, "b", 2L, "d"), addresses());
        assertEquals("a", table.brokers(RING).orElseThrow().byId().get(0L));
    }

    @Test
    void aSilentBrokerExpiresExactlyAtItsTimeout() {
        ringOfThree();
        long registeredMs = nowMs;
        nowMs += 10_000;
        heartbeat("a");
        heartbeat("b");

        table = table.scan(registeredMs + TIMEOUT_MS - 1);
        assertEquals(3, addresses().size());
        table = table.scan(registeredMs + TIMEOUT_MS);
        assertEquals(Map.of(0L, "a", 1L, "b"), addresses());
    }

    @Test
    void aBrokerMayAskForAShorterTimeout() {
        BrokerIdentity broker = new BrokerIdentity("c", RING, 0, "a", "", 3_000);
        register(new Registration(broker, new TopicVersion(1, 1, 1), Brokers.queues("T"), "a", true));

        table = table.scan(nowMs + 2_999);
        assertEquals(1, table.route("T").size());
        table = table.scan(nowMs + 3_000);
        assertEquals(0, table.route("T").size());
    }

    @Test
    void aHeartbeatOfAnUnknownBrokerIsIgnored() {
        table = table.heartbeat("nobody", "a", "a", nowMs);
        heartbeat("nobody");
        assertEquals(RouteTable.EMPTY, table);
    }

    @Test
    void aFollowerThatUnregistersIsGone() {
        ringOfThree();
        table = table.unregister(RING, "b", nowMs);
        assertEquals(Map.of(0L, "a", 2L, "d"), addresses());
    }

    @Test
    void aLateUnregistrationOfTheOldLeaderDoesNotTouchTheNewOne() {
        ringOfThree();
        register(broker("b", 0, 6, "T"));
        table = table.unregister(RING, "a", nowMs);
        assertEquals(Map.of(0L, "b", 2L, "d"), addresses());
    }

    @Test
    void theSameVersionDoesNotBringADeletedTopicBack() {
        register(broker("a", 0, 5, "T", "U"));
        table = table.deleteTopic("T", null);
        assertEquals(Set.of("U"), table.topics(null));

        register(broker("a", 0, 5, "T", "U"));
        assertEquals(Set.of("U"), table.topics(null));
        register(on(RING, "a", 0, new TopicVersion(5, 1, 2), "T", "U"));
        assertEquals(Set.of("T", "U"), table.topics(null));
    }

    @Test
    void aTopicIsDeletedFromTheNamedClusterOnly() {
        register(broker("a", 0, 5, "T"));
        table = table.deleteTopic("T", "other");
        assertEquals(Set.of("T"), table.topics("c"));
        table = table.deleteTopic("T", "c");
        assertEquals(Set.of(), table.topics("c"));
    }

    @Test
    void aLeadersNewVersionReplacesTheTopics() {
        register(broker("a", 0, 5, "T", "U"));
        register(on(RING, "a", 0, new TopicVersion(5, 2, 2), "U", "V"));
        assertEquals(Set.of("U", "V"), table.topics(null));
    }

    @Test
    void wipedWritePermissionSurvivesRegistrationsUntilItIsAddedAgain() {
        ringOfThree();
        table = table.wipeWritePermission(RING);
        register(on(RING, "b", 0, new TopicVersion(6, 2, 2), "T"));
        assertEquals(TopicQueues.READ, table.route("T").get(0).queues().permissions());

        table = table.addWritePermission(RING);
        assertEquals(6, table.route("T").get(0).queues().permissions());
    }

    @Test
    void aTopicOnTwoRingsHasTwoLocationsInOrder() {
        register(on("r1", "x", 0, new TopicVersion(1, 1, 1), "T"));
        register(broker("a", 0, 5, "T"));
        assertEquals(
                List.of(RING, "r1"),
                table.route("T").stream()
                        .map(location -> location.brokers().brokerName())
                        .toList());
    }

    @Test
    void aBrokerNameBelongsToOneClusterWhileAnybodyIsAlive() {
        ringOfThree();
        BrokerIdentity stranger = new BrokerIdentity("other", RING, 0, "x", "", 0);
        Registration claim = new Registration(stranger, new TopicVersion(9, 1, 1), Map.of(), "x", true);
        assertEquals(Refusal.NAME_TAKEN, register(claim).refusal());

        for (String connection : List.of("a", "b", "d")) {
            table = table.connectionClosed(connection, nowMs);
        }
        assertNull(register(claim).refusal());
        assertEquals("other", table.brokers(RING).orElseThrow().cluster());
    }

    @Test
    void brokersWithoutTermsFollowTheirOwnRules() {
        register(broker("m", 0, 0, "T"));
        register(broker("s", 1, 0));
        register(on(RING, "m", 0, new TopicVersion(0, 2, 2), "U"));
        assertEquals(Set.of("T", "U"), table.topics(null), "portions are merged");

        table = table.connectionClosed("m", nowMs);
        assertEquals(Map.of(1L, "s"), addresses(), "no id 0 is kept");
        assertNull(register(broker("m2", 0, 0, "T")).refusal());
        assertEquals(Map.of(0L, "m2", 1L, "s"), addresses());
    }

    @Test
    void theNumberOfReplicasIsBounded() {
        for (int id = 0; id < RouteTable.MAX_REPLICAS; id++) {
            assertNull(register(broker("h" + id, id, 1)).refusal());
        }
        assertEquals(Refusal.TABLE_FULL, register(broker("more", 1_000, 1)).refusal());
    }

    @Test
    void rememberedNamesMakeRoomForLiveOnes() {
        TopicVersion version = new TopicVersion(1, 1, 1);
        for (int i = 0; i < RouteTable.MAX_BROKER_NAMES; i++) {
            register(on("r" + i, "h" + i, 0, version));
        }
        assertEquals(
                Refusal.TABLE_FULL, register(on("more", "more", 0, version)).refusal());

        table = table.connectionClosed("h7", nowMs);
        assertNull(register(on("more", "more", 0, version)).refusal());
        assertEquals(0, table.highestTerm("r7"));
        assertEquals(1, table.highestTerm("more"));
    }

    @Test
    void theVersionIsThatOfTheLastRegistration() {
        register(broker("a", 0, 5, "T"));
        assertEquals(Optional.of(new TopicVersion(5, 1, 1)), table.version(RING, "a"));
        assertEquals(Optional.empty(), table.version(RING, "b"));
        assertTrue(table.version("other", "a").isEmpty());
    }

    private void ringOfThree() {
        register(broker("b", 1, 5));
        register(broker("a", 0, 5, "T"));
        register(broker("d", 2, 5));
    }

    private RegistrationResult register(Registration registration) {
        RegistrationResult result = table.register(registration, nowMs);
        table = result.table();
        return result;
    }

    private void heartbeat(String address) {
        heartbeatOver(address, address);
    }

    private void heartbeatOver(String address, String connection) {
        table = table.heartbeat(RING, address, connection, nowMs);
    }

    private Map<Long, String> addresses() {
        return table.brokers(RING).orElseThrow().byId();
    }

    private static String leaderOf(RegistrationResult result) {
        return Objects.requireNonNull(result.leader()).address();
    }
}
