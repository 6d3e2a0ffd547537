package io.ringmq.raft;

/**
 * What the Raft server of a process needs.
 *
 * @param self how the other members reach this process
 * @param bindAddress local address to listen on; the port is that of {@code self}
 * @param ioThreads threads that move bytes
 * @param rpcThreads threads that answer heartbeats, votes and read barriers
 * @param maxFrameBytes largest request or response accepted
 * @param guards what keeps this process from leading when it should not
 */
public record RaftHostOptions(
        RaftPeer self, String bindAddress, int ioThreads, int rpcThreads, int maxFrameBytes, Guards guards) {

    /** Room for one entry above the largest body of an AppendEntries request. */
    static final int DEFAULT_MAX_FRAME_BYTES = 16 << 20;

    public RaftHostOptions {
        if (bindAddress.isBlank()) {
            throw new IllegalArgumentException("bindAddress is empty: use an address of this machine, or 0.0.0.0");
        }
        if (ioThreads < 1 || ioThreads > 64 || rpcThreads < 1 || rpcThreads > 64) {
            throw new IllegalArgumentException(
                    "ioThreads " + ioThreads + " and rpcThreads " + rpcThreads + " must be in 1..64");
        }
        if (maxFrameBytes < DEFAULT_MAX_FRAME_BYTES) {
            throw new IllegalArgumentException(
                    "maxFrameBytes " + maxFrameBytes + " is below " + DEFAULT_MAX_FRAME_BYTES);
        }
    }

    /** One thread that moves bytes, so that wake-ups and connections are on the same one, and two that answer. */
    public static RaftHostOptions of(RaftPeer self, String bindAddress) {
        return new RaftHostOptions(self, bindAddress, 1, 2, DEFAULT_MAX_FRAME_BYTES, Guards.defaults());
    }

    public RaftHostOptions withGuards(Guards other) {
        return new RaftHostOptions(self, bindAddress, ioThreads, rpcThreads, maxFrameBytes, other);
    }
}
