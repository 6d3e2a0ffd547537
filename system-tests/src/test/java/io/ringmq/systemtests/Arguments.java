package io.ringmq.systemtests;

import java.util.stream.Stream;

/** Puts command lines together. */
final class Arguments {
    private Arguments() {}

    static String[] of(String[] more, String... always) {
        return Stream.concat(Stream.of(always), Stream.of(more)).toArray(String[]::new);
    }
}
