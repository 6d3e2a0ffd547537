package io.ringmq.store.state;

/** The key spaces of a state store. A name is part of the stored format: add new ones, never rename. */
public enum Family {
    /** Counters and single values of the ring, among them the applied index. */
    META,
    TOPICS,
    GROUPS,
    /** Committed consumer offsets. */
    OFFSETS,
    /** Which consumer holds which queue for ordered consumption. */
    LOCKS,
    /** Where the messages of a queue lie in the log, and so also where it ends. */
    QUEUE_INDEX,
    /** What consumer groups have popped and not acknowledged yet. */
    POPS,
    /** Where messages with a key lie in the log. */
    KEY_INDEX,
    /** Half messages of transactions, and how the last transactions ended. */
    TRANSACTIONS,
    /** Messages that wait for a time of their own; with large values, which lie apart from the keys. */
    TIMERS,
    /** The latest sends to topics that store each send once. */
    SENT,
    /** Producers that number their messages, and what became of those that they may send again. */
    PRODUCERS
}
