package io.ringmq.raft;

import io.ringmq.raft.watch.LeaderWatch;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What keeps nodes from leading, or voting, that should not.
 *
 * @param watch how patient leaders are watched
 * @param unfit why this process would rather lead no group now, such as a full disk, or null; asked twice a second
 * @param bootId names this run of the operating system, such as the content of {@code
 *     /proc/sys/kernel/random/boot_id}; null if that is not known, whereupon a process that was killed is taken for one
 *     whose machine was
 */
public record Guards(
        LeaderWatch.Limits watch,
        Supplier<@Nullable String> unfit,
        @Nullable String bootId) {

    /** The usual patience, a process that is always fit, and an operating system that is not known. */
    public static Guards defaults() {
        return new Guards(LeaderWatch.Limits.defaults(), () -> null, null);
    }

    public Guards withUnfit(Supplier<@Nullable String> reason) {
        return new Guards(watch, reason, bootId);
    }

    public Guards withBootId(@Nullable String id) {
        return new Guards(watch, unfit, id);
    }
}
