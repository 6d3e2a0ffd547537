package io.ringmq.admin.plan;

import io.ringmq.admin.cluster.AdminClient;
import io.ringmq.admin.cluster.AdminException;
import io.ringmq.admin.cluster.Replica;
import io.ringmq.admin.cluster.Ring;
import io.ringmq.remoting.body.ReplicaDigestBody;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Compares the replicas of a ring with each other, while it goes on working. */
public final class Verify {
    private final AdminClient admin;
    private final Clock clock;
    private final Consumer<String> progress;

    /** @param progress is told how far the replicas are, in words */
    public Verify(AdminClient admin, Clock clock, Consumer<String> progress) {
        this.admin = admin;
        this.clock = clock;
        this.progress = progress;
    }

    /**
     * The outcome.
     *
     * @param index the log index up to which the replicas were compared
     * @param logBytes how much of their logs, which is what all of them have
     * @param replicas how many there were
     * @param differences a line each; empty if there are none
     */
    public record Outcome(long index, long logBytes, int replicas, List<String> differences) {}

    /**
     * Digests all replicas and compares.
     *
     * @param id names this comparison
     * @param timeout for all of it
     * @throws AdminException if a replica does not answer, or does not get there in time
     */
    public Outcome run(Ring ring, long id, Duration timeout) {
        ring.replicas().stream()
                .filter(replica -> replica.status() == null)
                .findFirst()
                .ifPresent(silent -> {
                    throw new AdminException("ring " + ring.name() + " can not be verified: " + silent.address()
                            + " does not tell how it is: " + silent.problem());
                });
        long fromOffset = ring.statuses()
                .mapToLong(status -> status.log().startOffset())
                .max()
                .orElseThrow(() -> new AdminException("ring " + ring.name() + " has no replicas"));
        admin.startVerify(ring, id, fromOffset);
        List<ReplicaDigestBody> digests = await(ring, id, timeout);
        ReplicaDigestBody first = digests.get(0);
        return new Outcome(first.index(), first.logBytes(), digests.size(), DigestComparison.differences(digests));
    }

    /** A replica answers when it is done or has waited a moment, so asking again at once is no haste. */
    private List<ReplicaDigestBody> await(Ring ring, long id, Duration timeout) {
        List<String> addresses = ring.replicas().stream().map(Replica::address).toList();
        long deadlineMs = clock.millis() + timeout.toMillis();
        while (true) {
            List<ReplicaDigestBody> digests = admin.digests(addresses, id);
            if (digests.stream().allMatch(ReplicaDigestBody::ended)) {
                return digests;
            }
            String waiting = String.join(
                    ", ",
                    digests.stream()
                            .filter(digest -> !digest.ended())
                            .map(Verify::describe)
                            .toList());
            if (clock.millis() > deadlineMs) {
                throw new AdminException("ring " + ring.name() + " was not verified in time: " + waiting);
            }
            progress.accept(ring.name() + ": waiting for " + waiting);
        }
    }

    private static String describe(ReplicaDigestBody digest) {
        return digest.index() == 0
                ? digest.nodeId() + " (has not come to that place of the log)"
                : digest.nodeId() + " (" + digest.parts().size() + " parts done)";
    }
}
