package io.ringmq.bench.compare;

import io.ringmq.bench.system.SystemKind;
import java.util.Locale;

/** The client library that a load generator sends with. */
public enum LoadClientKind {
    /** The stock client of RocketMQ. */
    STOCK("rocketmq", "system-tests/stock-client-5.5"),
    /** Our own. */
    SDK("ringmq", "bench/client-ringmq"),
    /** Our own, whose producers number their messages. */
    SDK_IDEMPOTENT("ringmq_idempotent", "bench/client-ringmq"),
    KAFKA("kafka", "bench/client-kafka"),
    NATS("nats", "bench/client-nats");

    private final String option;
    private final String module;

    LoadClientKind(String option, String module) {
        this.option = option;
        this.module = module;
    }

    /** What the load generator calls it. */
    String option() {
        return option;
    }

    /** The module that resolves its class path. */
    String module() {
        return module;
    }

    /** The word for it in options and results. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The client of a system that has only one; for RingMQ the one that is compared with the given peer. */
    static LoadClientKind of(SystemKind system, SystemKind peer) {
        return switch (system) {
            case ROCKETMQ_DLEDGER, ROCKETMQ_CONTROLLER -> STOCK;
            case KAFKA -> KAFKA;
            case NATS -> NATS;
            case RINGMQ -> peer == SystemKind.KAFKA || peer == SystemKind.NATS ? SDK : STOCK;
        };
    }

    /** Whether a system understands this client. */
    boolean speaksTo(SystemKind system) {
        return system == SystemKind.RINGMQ ? this != KAFKA && this != NATS : of(system, system) == this;
    }
}
