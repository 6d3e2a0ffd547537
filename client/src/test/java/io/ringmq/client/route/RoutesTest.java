package io.ringmq.client.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.remoting.body.BrokerData;
import io.ringmq.remoting.body.MessageQueue;
import io.ringmq.remoting.body.QueueData;
import io.ringmq.remoting.body.TopicRoute;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RoutesTest {
    private final List<CompletableFuture<TopicRouting>> lookups = new ArrayList<>();
    private final Routes routes = new Routes(topic -> {
        CompletableFuture<TopicRouting> lookup = new CompletableFuture<>();
        lookups.add(lookup);
        return lookup;
    });

    @Test
    void aRouteIsAskedForOnceAndRemembered() {
        CompletableFuture<TopicRouting> first = routes.get("T");
        CompletableFuture<TopicRouting> second = routes.get("T");
        assertEquals(1, lookups.size());
        lookups.get(0).complete(routing("a:1"));
        assertSame(first.join(), second.join());
        assertSame(first.join(), routes.get("T").join());
        assertEquals(1, lookups.size());
    }

    @Test
    void aFailedRefreshLeavesTheRouteAsItWas() {
        routes.get("T");
        lookups.get(0).complete(routing("a:1"));
        CompletableFuture<TopicRouting> refresh = routes.refresh("T");
        lookups.get(1).completeExceptionally(new ClientException("down", null));
        assertTrue(refresh.isCompletedExceptionally());
        assertEquals(List.of("a:1"), routes.get("T").join().replicasOf("r0"));

        routes.refreshAll();
        lookups.get(2).complete(routing("b:1"));
        assertEquals(List.of("b:1"), routes.get("T").join().replicasOf("r0"));
    }

    @Test
    void aLearnedLeaderHoldsUntilItFails() {
        routes.learnLeader("r0", "b:1");
        routes.forgetLeader("r0", "a:1");
        assertEquals("b:1", routes.learnedLeader("r0"));
        routes.forgetLeader("r0", "b:1");
        assertNull(routes.learnedLeader("r0"));
    }

    @Test
    void routesAreBounded() {
        for (int i = 0; i <= Routes.MAX_TOPICS; i++) {
            routes.get("T" + i);
            lookups.get(i).complete(new TopicRouting("T" + i, List.of(), List.of(), Map.of()));
        }
        assertEquals(Routes.MAX_TOPICS, routes.known().size());
    }

    @Test
    void queuesFollowPermissionsAndBrokersWithoutAddressOrOfStandbyNameAreLeftOut() {
        TopicRoute route = new TopicRoute(
                null,
                List.of(
                        new QueueData("r1", 2, 1, 6, 0),
                        new QueueData("r0", 1, 1, 4, 0),
                        new QueueData("gone", 1, 1, 6, 0),
                        new QueueData("r1-standby", 0, 1, 2, 0)),
                List.of(
                        broker("r1", Map.of(0L, "x:1", 2L, "z:1", 1L, "y:1")),
                        broker("r0", Map.of(1L, "a:1")),
                        broker("gone", Map.of()),
                        broker("r1-standby", Map.of(0L, "y:1"))));

        TopicRouting routing = TopicRouting.of("T", route);

        assertEquals(List.of(queue("r1", 0)), routing.writable());
        assertEquals(List.of(queue("r0", 0), queue("r1", 0), queue("r1", 1)), routing.readable());
        assertEquals(List.of("x:1", "y:1", "z:1"), routing.replicasOf("r1"));
        assertEquals(List.of(), routing.replicasOf("gone"));
    }

    private static MessageQueue queue(String brokerName, int id) {
        return new MessageQueue("T", brokerName, id);
    }

    private static BrokerData broker(String name, Map<Long, String> addresses) {
        return new BrokerData("c", name, addresses, null, false);
    }

    private static TopicRouting routing(String address) {
        return new TopicRouting("T", List.of(), List.of(), Map.of("r0", List.of(address)));
    }
}
