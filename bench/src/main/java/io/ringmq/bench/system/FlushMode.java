package io.ringmq.bench.system;

import java.util.Locale;

/** When a replica forces its log to disk. */
public enum FlushMode {
    /** Later: an acknowledged message may be in the page cache only. */
    ASYNC,
    /** Before it acknowledges; what exactly that covers differs, and {@link BenchSystem#facts} tells. */
    SYNC;

    /** Lower case, as in names and options. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
