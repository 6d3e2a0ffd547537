package io.ringmq.remoting.transport;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which handler serves which request code, and on which threads. Immutable. */
public final class HandlerTable {
    /** A table that serves nothing: every request is answered REQUEST_CODE_NOT_SUPPORTED. */
    public static final HandlerTable EMPTY = builder().build();

    private final Map<Integer, Entry> entries;

    private HandlerTable(Map<Integer, Entry> entries) {
        this.entries = Map.copyOf(entries);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** The handler of a request code, or null if the code is not supported. */
    public @Nullable Entry find(int code) {
        return entries.get(code);
    }

    /** The request codes that are supported. */
    public Set<Integer> codes() {
        return entries.keySet();
    }

    /**
     * How one request code is served.
     *
     * @param onWorker true to call the handler on the worker pool, false on the connection's event loop
     */
    public record Entry(RequestHandler handler, boolean onWorker) {}

    /** Collects handlers; registering a code twice is a programmer error. */
    public static final class Builder {
        private final Map<Integer, Entry> entries = new HashMap<>();

        private Builder() {}

        /** Serves a code on the connection's event loop: for handlers that never block and take microseconds. */
        public Builder on(int code, RequestHandler handler) {
            return add(code, new Entry(handler, false));
        }

        /** Serves a code on the bounded worker pool; requests beyond its queue are answered SYSTEM_BUSY. */
        public Builder onWorker(int code, RequestHandler handler) {
            return add(code, new Entry(handler, true));
        }

        public HandlerTable build() {
            return new HandlerTable(entries);
        }

        private Builder add(int code, Entry entry) {
            if (entries.putIfAbsent(code, entry) != null) {
                throw new IllegalStateException("request code " + code + " has a handler already");
            }
            return this;
        }
    }
}
