package io.ringmq.chaos.history;

/**
 * One line of a history. Times are nanoseconds of one clock that never goes back, that of the process which wrote the
 * history. Ids are unique among all sends of a history. Checksums are CRC-32 of the body.
 */
public sealed interface Entry {
    /**
     * A send begins.
     *
     * @param once whether the client makes a single attempt; one that tries again by itself may store several copies
     */
    record Invoked(long timeNs, String id, long crc, boolean once) implements Entry {}

    /** A send was acknowledged. */
    record Acknowledged(long timeNs, String id, Place place) implements Entry {}

    /**
     * It is settled that consumers get a message, once, wherever it may go: a transaction that will be committed, or a
     * message that waits for its time.
     *
     * @param fromNs nobody may see it before this time
     */
    record Settled(long timeNs, String id, long fromNs) implements Entry {}

    /**
     * A send was refused in a way that promises that nobody gets the message, now or later; or its transaction will be
     * rolled back, or it was recalled.
     */
    record Refused(long timeNs, String id, String reason) implements Entry {}

    /** A send ended without an outcome: its message may be stored, or be stored later, or never. */
    record Unknown(long timeNs, String id, String reason) implements Entry {}

    /** A reader that walks one queue at a time, offset by offset, saw a message. */
    record Read(long timeNs, String reader, Place place, String id, long crc) implements Entry {}

    /** A member of a consumer group was given a message; the history holds all deliveries of the group. */
    record Delivered(long timeNs, String group, Place place, String id, long crc) implements Entry {}

    /** In the end, a replica held a message; the history holds everything that the replica held. */
    record Held(String replica, Place place, String id, long crc) implements Entry {}

    /**
     * In the end, a piece of a replica's log had a checksum.
     *
     * @param log whose physical offsets these are: the name of the ring
     * @param offset physical offset of the piece
     */
    record LogPiece(String replica, String log, long offset, long bytes, long crc) implements Entry {}

    /** Something that people want to read between the lines, such as a fault. */
    record Note(long timeNs, String text) implements Entry {}
}
