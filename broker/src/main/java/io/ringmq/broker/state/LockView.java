package io.ringmq.broker.state;

import org.jspecify.annotations.Nullable;

/** Which consumer holds which queue for ordered consumption. Thread-safe. */
public interface LockView {

    /** The lock of a group on a queue, perhaps expired but not taken by anybody else; null if there is none. */
    @Nullable
    QueueLock lock(String group, String topic, int queueId);

    /** Whether a member of the group holds any queue, which only ordered consumers do. */
    boolean holdsLocks(String group);

    /** All locks, expired ones too. */
    int lockCount();

    /** Whether a record of this time would remove any lock. */
    boolean anyLockExpired(LeaderTime time);
}
