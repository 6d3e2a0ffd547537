package io.ringmq.bench.load.main;

import io.ringmq.bench.load.client.Endpoint;
import io.ringmq.bench.load.client.Tuning;
import io.ringmq.bench.load.workload.Phases;
import java.time.Duration;
import picocli.CommandLine.Option;

/** The options of the program. Those that a workload has no use for are ignored. */
final class LoadOptions {
    /** Windows when neither the caller nor standard input says how many. */
    private static final int DEFAULT_RUNS = 3;

    @Option(names = "--client", required = true, description = "one of ${COMPLETION-CANDIDATES}")
    ClientKind client = ClientKind.RINGMQ;

    @Option(names = "--address", required = true, description = "nameservers or bootstrap servers")
    private String address = "";

    @Option(names = "--topic", required = true, description = "a topic that exists")
    private String topic = "";

    @Option(
            names = "--queues",
            defaultValue = "8",
            description = "its queues, partitions or streams (${DEFAULT-VALUE})")
    private int queues;

    @Option(names = "--workload", required = true, description = "one of ${COMPLETION-CANDIDATES}")
    WorkloadKind workload = WorkloadKind.SYNC;

    @Option(names = "--bytes", defaultValue = "1024", description = "size of a body (${DEFAULT-VALUE})")
    int bytes;

    @Option(
            names = "--warmup-seconds",
            defaultValue = "5",
            description = "load of each window that is not measured (${DEFAULT-VALUE})")
    private int warmupSeconds;

    @Option(
            names = "--seconds",
            defaultValue = "10",
            description = "measured part of a window; of read: silence that ends it (${DEFAULT-VALUE})")
    int seconds;

    @Option(
            names = "--runs",
            defaultValue = "0",
            description = "windows; 0 for " + DEFAULT_RUNS + ", or without end if --pause-on-stdin")
    private int runs;

    @Option(names = "--threads", defaultValue = "0", description = "sending threads; 0 for the workload's own default")
    private int threads;

    @Option(names = "--in-flight", defaultValue = "2000", description = "of async, per thread (${DEFAULT-VALUE})")
    int inFlight;

    @Option(names = "--batch", defaultValue = "32", description = "messages of a group (${DEFAULT-VALUE})")
    int batch;

    @Option(names = "--rate", defaultValue = "2000", description = "of latency, messages a second (${DEFAULT-VALUE})")
    int rate;

    @Option(names = "--count", defaultValue = "0", description = "messages of fill, drain and read")
    long count;

    @Option(names = "--groups", defaultValue = "1", description = "consumer groups of latency and drain")
    int groups;

    @Option(names = "--connections", defaultValue = "1", description = "client instances that the threads share")
    int connections;

    @Option(names = "--compression", defaultValue = "NONE", description = "one of ${COMPLETION-CANDIDATES}")
    private Tuning.Compression compression = Tuning.Compression.NONE;

    @Option(
            names = "--pause-on-stdin",
            description = "before each window wait for the line 'go' on standard input; 'stop' ends it")
    boolean pauseOnStdin;

    Endpoint endpoint() {
        return new Endpoint(address, topic, queues);
    }

    Phases phases() {
        return new Phases(Duration.ofSeconds(warmupSeconds), Duration.ofSeconds(seconds));
    }

    Tuning tuning(Tuning.Style style) {
        return new Tuning(style, compression, batch * bytes);
    }

    int threads(int ifNotGiven) {
        return threads == 0 ? ifNotGiven : threads;
    }

    int runs() {
        if (runs == 0) {
            return pauseOnStdin ? Integer.MAX_VALUE : DEFAULT_RUNS;
        }
        return runs;
    }

    long requiredCount() {
        if (count <= 0) {
            throw new IllegalArgumentException("say how many messages with --count");
        }
        return count;
    }
}
