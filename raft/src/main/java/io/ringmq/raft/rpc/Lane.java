package io.ringmq.raft.rpc;

/**
 * Two connections lead to each peer, so that a heartbeat never queues behind megabytes of entries; a third is there while
 * a replica copies what it lacks.
 */
enum Lane {
    /** AppendEntries with entries, and the probes in sequence with them. */
    DATA(1),
    /** Heartbeats, votes, read barriers, transfers. */
    CONTROL(2),
    /** Copies of log and state. */
    COPY(3);

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
            case 3 -> COPY;
            default -> throw new MalformedFrameException("lane " + code + " is unknown");
        };
    }
}
