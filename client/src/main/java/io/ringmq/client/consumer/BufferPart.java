package io.ringmq.client.consumer;

/** One queue's part of the buffer of a consumer. */
record BufferPart(int maxMessages, long maxBytes) {
    /** Whether half of it is free: reading on whenever there is room for one message would read them one by one. */
    boolean hasRoom(OffsetTracker offsets) {
        return offsets.pendingMessages() <= maxMessages / 2 && offsets.pendingBytes() <= maxBytes / 2;
    }
}
