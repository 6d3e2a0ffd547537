package io.ringmq.raft.rpc;

/** Two connections lead to each peer, so that a heartbeat never queues behind megabytes of entries. */
enum Lane {
    /** AppendEntries with entries, and the probes in sequence with them. */
    DATA(1),
    /** Heartbeats, votes, read barriers, transfers. */
    CONTROL(2);

    private final byte code;

    Lane(int code) {
        this.code = (byte) code;
    }

    byte code() {
        return code;
    }

    /** @throws MalformedFrameException if no lane has this number */
    static Lane of(byte code) {
        return switch (code) {
            case 1 -> DATA;
            case 2 -> CONTROL;
            default -> throw new MalformedFrameException("lane " + code + " is unknown");
        };
    }
}
