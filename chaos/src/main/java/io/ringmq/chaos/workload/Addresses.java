package io.ringmq.chaos.workload;

import io.ringmq.bench.cluster.ClusterView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Where one client believes the replicas of the rings to be. For one thread. */
final class Addresses {
    private final ClusterView view;
    private final RandomGenerator random;
    private final Map<String, String> leaders = new HashMap<>();

    Addresses(ClusterView view, RandomGenerator random) {
        this.view = view;
        this.random = random;
    }

    /** The leader of a ring, as far as this client knows. */
    Optional<String> leader(String ring) {
        if (!leaders.containsKey(ring)) {
            view.leader(ring).ifPresent(address -> leaders.put(ring, address));
        }
        return Optional.ofNullable(leaders.get(ring));
    }

    /** Any replica of a ring. */
    Optional<String> any(String ring) {
        List<String> all = new ArrayList<>(view.addresses(ring).values());
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(random.nextInt(all.size())));
    }

    /** The leader did not do what it was asked; somebody may have named another. */
    void doubt(String ring, @Nullable String named) {
        if (named != null) {
            leaders.put(ring, named);
        } else if (random.nextBoolean()) {
            // Half the time the client stays: one that clings to a deposed leader must not be deceived.
            leaders.remove(ring);
        }
    }
}
