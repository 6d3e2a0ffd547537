package io.ringmq.client.transaction;

/** What becomes of a message of a transaction. */
public enum Decision {
    /** Consumers get it. */
    COMMIT(8),
    /** Nobody ever gets it. */
    ROLLBACK(12),
    /** Not known yet; ask again. */
    UNKNOWN(0);

    private final int code;

    Decision(int code) {
        this.code = code;
    }

    /** As the protocol has it. */
    int code() {
        return code;
    }
}
