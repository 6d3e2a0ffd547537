package io.ringmq.raft.snapshot;

/**
 * How a replica copies what it lacks.
 *
 * @param directory where a copy grows until it takes the place of what the replica has
 * @param bytesPerSecond bound of the rate of a copy
 * @param ready called once, on a thread of the copy, when a copy is complete: the owner of the group must close it, call
 *     {@link InstallDirectory#commit}, and open it again
 */
public record InstallOptions(InstallDirectory directory, long bytesPerSecond, Runnable ready) {

    public InstallOptions {
        if (bytesPerSecond < 1) {
            throw new IllegalArgumentException("a copy of " + bytesPerSecond + " bytes a second never ends");
        }
    }
}
