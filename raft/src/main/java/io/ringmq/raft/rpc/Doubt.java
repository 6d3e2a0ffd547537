package io.ringmq.raft.rpc;

import java.io.IOException;

/** Whether a node may have forgotten entries that it acknowledged. */
public enum Doubt {
    /** It has all that it acknowledged. */
    NONE(0),
    /** It may have forgotten some, and neither votes nor stands for election. */
    OPEN(1),
    /** It may have forgotten some, but takes part in elections, for without it nobody could be elected. */
    WAIVED(2);

    private final int number;

    Doubt(int number) {
        this.number = number;
    }

    /** The number in files and on the wire. */
    public int number() {
        return number;
    }

    /**
     * The value with this number.
     *
     * @throws IOException if there is none
     */
    public static Doubt of(int number) throws IOException {
        for (Doubt doubt : values()) {
            if (doubt.number == number) {
                return doubt;
            }
        }
        throw new IOException("there is no doubt number " + number);
    }
}
