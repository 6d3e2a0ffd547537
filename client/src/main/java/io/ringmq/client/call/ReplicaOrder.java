package io.ringmq.client.call;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which replica of a ring to ask. */
final class ReplicaOrder {
    private ReplicaOrder() {}

    /**
     * The learned leader, else the replicas in their order, without those that failed already.
     *
     * @return empty if all of them failed
     */
    static Optional<String> next(List<String> replicas, @Nullable String learnedLeader, Set<String> failed) {
        if (learnedLeader != null && !failed.contains(learnedLeader)) {
            return Optional.of(learnedLeader);
        }
        return replicas.stream().filter(address -> !failed.contains(address)).findFirst();
    }
}
