package io.ringmq.raft;

import io.ringmq.raft.watch.LeaderWatch;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What keeps nodes from leading that should not.
 *
 * @param watch how patient leaders are watched
 * @param unfit why this process would rather lead no group now, such as a full disk, or null; asked twice a second
 */
public record Guards(LeaderWatch.Limits watch, Supplier<@Nullable String> unfit) {

    /** The usual patience, and a process that is always fit. */
    public static Guards defaults() {
        return new Guards(LeaderWatch.Limits.defaults(), () -> null);
    }

    public Guards withUnfit(Supplier<@Nullable String> reason) {
        return new Guards(watch, reason);
    }
}
