package io.ringmq.bench.load.main;

/** What the program can do. */
enum WorkloadKind {
    SYNC,
    ASYNC,
    BATCH,
    LATENCY,
    FILL,
    DRAIN,
    STREAM,
    READ
}
