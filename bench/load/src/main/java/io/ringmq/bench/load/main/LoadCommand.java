package io.ringmq.bench.load.main;

import io.ringmq.bench.load.body.Bodies;
import io.ringmq.bench.load.client.LoadClient;
import io.ringmq.bench.load.client.Tuning;
import io.ringmq.bench.load.measure.Timeline;
import io.ringmq.bench.load.report.Commands;
import io.ringmq.bench.load.report.Events;
import io.ringmq.bench.load.workload.ClosedLoop;
import io.ringmq.bench.load.workload.Fill;
import io.ringmq.bench.load.workload.Senders;
import io.ringmq.bench.load.workload.Workload;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Puts the load of the options together and runs it. */
@Command(
        name = "load",
        mixinStandardHelpOptions = true,
        description = "One load with one client library; reports events as JSON lines on standard output.")
final class LoadCommand implements Callable<Integer> {
    private static final int BATCH_THREADS = 16;

    @Mixin
    private LoadOptions options = new LoadOptions();

    private final Events events;
    private final Commands commands;
    private final Timeline timeline;
    private final int session;

    /** @param session number of this process, which no other that sends to the topic has */
    LoadCommand(Events events, Commands commands, Timeline timeline, int session) {
        this.events = events;
        this.commands = commands;
        this.timeline = timeline;
        this.session = session;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (Workload workload = workload()) {
            new Windows(events, options.pauseOnStdin ? commands : null, options.runs()).run(workload);
        }
        events.emit("done");
        return 0;
    }

    private Workload workload() {
        return switch (options.workload) {
            case SYNC -> ClosedLoop.sync(senders(Tuning.Style.PROMPT), options.phases(), timeline, options.threads(1));
            case ASYNC ->
                ClosedLoop.pipelines(
                        senders(Tuning.Style.PIPELINED),
                        options.phases(),
                        timeline,
                        options.threads(1),
                        options.inFlight);
            case BATCH ->
                ClosedLoop.groups(
                        senders(Tuning.Style.GROUPED),
                        options.phases(),
                        timeline,
                        options.threads(BATCH_THREADS),
                        options.batch);
            case FILL ->
                new Fill(
                        senders(Tuning.Style.GROUPED),
                        timeline,
                        options.threads(BATCH_THREADS),
                        options.batch,
                        options.requiredCount());
            case LATENCY, DRAIN, STREAM, READ -> throw new IllegalArgumentException("not yet: " + options.workload);
        };
    }

    private Senders senders(Tuning.Style style) {
        LoadClient client = options.client.connect(options.endpoint());
        return Senders.open(client, options.tuning(style), new Bodies(session, options.bytes), options.connections);
    }
}
