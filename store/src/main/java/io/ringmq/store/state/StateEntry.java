package io.ringmq.store.state;

/** A key and its value as read from a store. The arrays belong to the receiver. */
public final class StateEntry {

    private final byte[] key;
    private final byte[] value;

    public StateEntry(byte[] key, byte[] value) {
        this.key = key;
        this.value = value;
    }

    public byte[] key() {
        return key;
    }

    public byte[] value() {
        return value;
    }
}
