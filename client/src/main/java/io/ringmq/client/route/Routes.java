package io.ringmq.client.route;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The routes in use, and which leaders were learned from replicas since. Thread-safe.
 *
 * <p>A replica that is not the leader says who is; that is fresher than what nameservers answer, and holds until the
 * address fails.
 */
public final class Routes {
    /** Topics remembered; beyond, the one used longest ago is forgotten. */
    public static final int MAX_TOPICS = 4_096;

    /** Learned leaders; beyond, new ones are not remembered. */
    public static final int MAX_LEADERS = 4_096;

    private static final float LOAD_FACTOR = 0.75f;

    private final Function<String, CompletableFuture<TopicRouting>> lookUp;
    private final Map<String, CompletableFuture<TopicRouting>> refreshing = new ConcurrentHashMap<>();
    private final Map<String, String> leaders = new ConcurrentHashMap<>();
    private final Map<String, TopicRouting> known = new LinkedHashMap<>(16, LOAD_FACTOR, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, TopicRouting> eldest) {
            return size() > MAX_TOPICS;
        }
    };

    /**
     * Starts with no routes.
     *
     * @param lookUp asks the nameservers for a topic
     */
    public Routes(Function<String, CompletableFuture<TopicRouting>> lookUp) {
        this.lookUp = lookUp;
    }

    /** The route of a topic, asked for if it is not known; fails as {@link Nameservers#lookUp}. */
    public CompletableFuture<TopicRouting> get(String topic) {
        TopicRouting routing = cached(topic);
        return routing == null ? refresh(topic) : CompletableFuture.completedFuture(routing);
    }

    /** Asks for a route anew; one question per topic is under way at a time, and all who ask share it. */
    public CompletableFuture<TopicRouting> refresh(String topic) {
        CompletableFuture<TopicRouting> mine = new CompletableFuture<>();
        CompletableFuture<TopicRouting> running = refreshing.putIfAbsent(topic, mine);
        if (running != null) {
            return running;
        }
        lookUp.apply(topic).whenComplete((routing, failure) -> {
            refreshing.remove(topic, mine);
            if (routing != null) {
                remember(routing);
                mine.complete(routing);
            } else {
                mine.completeExceptionally(
                        failure == null ? new IllegalStateException("look-up without a result") : failure);
            }
        });
        return mine;
    }

    /** Every route remembered. */
    public List<TopicRouting> known() {
        synchronized (known) {
            return List.copyOf(known.values());
        }
    }

    /** Asks for every known route anew; a failure leaves the route as it was. */
    public void refreshAll() {
        known().forEach(routing -> refresh(routing.topic()));
    }

    /** The leader's address of a broker name as a replica told it; null if none did, or it failed since. */
    public @Nullable String learnedLeader(String brokerName) {
        return leaders.get(brokerName);
    }

    /** Remembers what a replica said. */
    public void learnLeader(String brokerName, String address) {
        if (leaders.size() < MAX_LEADERS || leaders.containsKey(brokerName)) {
            leaders.put(brokerName, address);
        }
    }

    /** An address failed or is no leader; forgets it if it was a learned one. */
    public void forgetLeader(String brokerName, String address) {
        leaders.remove(brokerName, address);
    }

    private @Nullable TopicRouting cached(String topic) {
        synchronized (known) {
            return known.get(topic);
        }
    }

    private void remember(TopicRouting routing) {
        synchronized (known) {
            known.put(routing.topic(), routing);
        }
    }
}
