package io.ringmq.remoting.protocol;

/** How a frame's header is written. */
public enum HeaderEncoding {
    /** A JSON object; every client's default. */
    JSON(0),
    /** The fixed binary layout that clients call ROCKETMQ. */
    BINARY(1);

    private final int typeByte;

    HeaderEncoding(int typeByte) {
        this.typeByte = typeByte;
    }

    /** The byte of a frame that names the encoding. */
    public int typeByte() {
        return typeByte;
    }
}
