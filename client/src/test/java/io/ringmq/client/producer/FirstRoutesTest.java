package io.ringmq.client.producer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.client.route.ClientException;
import io.ringmq.client.route.TopicRouting;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FirstRoutesTest {
    private static final TopicRouting ROUTE = new TopicRouting("T", List.of(), List.of(), Map.of());

    private final List<Integer> order = new ArrayList<>();
    private CompletableFuture<TopicRouting> answer = new CompletableFuture<>();
    private final FirstRoutes routes = new FirstRoutes((topic, anew) -> answer);

    @Test
    void whatCameBeforeTheFirstRouteRunsInItsOrder() {
        IntStream.range(0, 100).forEach(this::use);
        assertTrue(order.isEmpty());
        answer.complete(ROUTE);
        use(100);
        assertEquals(IntStream.rangeClosed(0, 100).boxed().toList(), order);
    }

    @Test
    void anActionMayAskForTheRouteAgain() {
        routes.use("T", (routing, failure) -> {
            use(1);
            order.add(0);
        });
        use(2);
        answer.complete(ROUTE);
        assertEquals(3, order.size());
    }

    @Test
    void aFailureReachesAllWhoWaitAndTheNextAsksAgain() {
        List<Throwable> failures = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            routes.use("T", (routing, failure) -> failures.add(MessageSender.unwrap(failure)));
        }
        ClientException cause = new ClientException("no nameserver", null);
        answer.completeExceptionally(cause);
        assertEquals(List.of(cause, cause, cause), failures);

        answer = CompletableFuture.completedFuture(ROUTE);
        use(3);
        assertEquals(List.of(3), order);
    }

    private void use(int number) {
        routes.use("T", (routing, failure) -> order.add(number));
    }
}
