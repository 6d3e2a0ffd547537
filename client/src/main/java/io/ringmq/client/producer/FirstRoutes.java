package io.ringmq.client.producer;

import io.ringmq.client.route.TopicRouting;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Runs what needs a route: at once if it is known, else in the order it came when it is. Without that order the messages
 * sent before the first answer of a nameserver would change places. Thread-safe.
 */
final class FirstRoutes {
    private final BiFunction<String, Boolean, CompletableFuture<TopicRouting>> routes;
    private final Map<String, CompletableFuture<TopicRouting>> tails = new ConcurrentHashMap<>();

    /** @param routes gives the route of a topic, asking nameservers anew if told to */
    FirstRoutes(BiFunction<String, Boolean, CompletableFuture<TopicRouting>> routes) {
        this.routes = routes;
    }

    /** Gives a route, or why there is none, to an action, which must not throw. */
    void use(String topic, BiConsumer<@Nullable TopicRouting, @Nullable Throwable> action) {
        if (!tails.containsKey(topic)) {
            CompletableFuture<TopicRouting> route = routes.apply(topic, false);
            if (route.isDone()) {
                route.whenComplete(action);
                return;
            }
        }
        CompletableFuture<TopicRouting> mine = new CompletableFuture<>();
        CompletableFuture<TopicRouting> before = tails.put(topic, mine);
        CompletableFuture<TopicRouting> route = before == null || before.isDone() ? routes.apply(topic, false) : before;
        route.whenComplete((routing, failure) -> {
            action.accept(routing, failure);
            if (routing != null) {
                mine.complete(routing);
            } else {
                mine.completeExceptionally(MessageSender.unwrap(failure));
            }
            tails.remove(topic, mine);
        });
    }
}
