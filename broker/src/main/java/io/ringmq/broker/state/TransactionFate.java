package io.ringmq.broker.state;

/** How a transaction ended. */
public enum TransactionFate {
    /** The message is in its topic. */
    COMMITTED(1),
    /** Nobody will ever see the message. */
    ROLLED_BACK(2),
    /** Nobody said what becomes of it, however often asked: the message rests in a topic for people to look at. */
    GIVEN_UP(3);

    private final int code;

    TransactionFate(int code) {
        this.code = code;
    }

    /** The number by which it is stored. */
    int code() {
        return code;
    }

    static TransactionFate of(int code) {
        for (TransactionFate fate : values()) {
            if (fate.code == code) {
                return fate;
            }
        }
        throw new IllegalArgumentException("a transaction does not end in the way " + code);
    }
}
