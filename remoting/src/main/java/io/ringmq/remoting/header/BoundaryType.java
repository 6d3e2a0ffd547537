package io.ringmq.remoting.header;

/** Which message a search by time finds where several share a store time, or none has exactly the one asked for. */
public enum BoundaryType {
    /** The first message at or after the time. */
    LOWER,
    /** The last message at or before the time. */
    UPPER
}
