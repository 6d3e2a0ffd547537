package io.ringmq.bench.compare;

import java.util.List;
import java.util.Locale;

/** What a system is put to, the same for every system. Defined once, in the load generator's terms. */
public enum Workload {
    W1("one synchronous producer", "sync", "--threads 1"),
    W2("64 synchronous producers", "sync", "--threads 64"),
    W3("one producer, asynchronous, 2,000 messages in flight", "async", "--in-flight 2000"),
    W4("16 threads, each sends 32 messages to one queue and waits for all", "batch", "--threads 16 --batch 32"),
    LATENCY("open loop at 2,000 messages a second, from intended send to consumer", "latency", "--rate 2000"),
    DRAIN("a new consumer group reads a backlog of 500,000 messages", "drain", "--count 500000"),
    W6("kill -9 of the leader under four synchronous producers, default settings", "stream", "--threads 4"),
    IDLE("no load: the CPU of three brokers at rest", "", "");

    private final String title;
    private final String program;
    private final String arguments;

    Workload(String title, String program, String arguments) {
        this.title = title;
        this.program = program;
        this.arguments = arguments;
    }

    /** In words. */
    String title() {
        return title;
    }

    /** What the load generator calls it; empty if it is not needed. */
    String program() {
        return program;
    }

    /** Its arguments beyond those of every workload. */
    List<String> arguments() {
        return arguments.isEmpty() ? List.of() : List.of(arguments.split(" "));
    }

    /** The word for it in options and results. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
