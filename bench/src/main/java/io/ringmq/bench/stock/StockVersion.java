package io.ringmq.bench.stock;

/** A release of the stock client that RingMQ is tested with. */
public enum StockVersion {
    V4_9_8("4.9.8", "stock-client-4.9"),
    V5_5_0("5.5.0", "stock-client-5.5");

    private final String release;
    private final String module;

    StockVersion(String release, String module) {
        this.release = release;
        this.module = module;
    }

    /** The module below system-tests that resolves it. */
    String module() {
        return module;
    }

    @Override
    public String toString() {
        return release;
    }
}
