package io.ringmq.tidy;

import java.util.List;

/** The few places where real clocks and randomness enter: mains, what the public builders share, and the edges to libraries. */
final class CompositionRoots {
    private static final List<String> PREFIXES = List.of(
            "io.ringmq.broker.main.",
            "io.ringmq.namesrv.main.",
            "io.ringmq.bench.load.main.",
            "io.ringmq.chaos.main.",
            "io.ringmq.client.call.ClientBootstrap");

    private CompositionRoots() {}

    static boolean contains(String className) {
        return PREFIXES.stream().anyMatch(className::startsWith);
    }
}
