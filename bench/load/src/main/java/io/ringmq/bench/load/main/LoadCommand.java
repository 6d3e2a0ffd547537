package io.ringmq.bench.load.main;

import io.ringmq.bench.load.body.Bodies;
import io.ringmq.bench.load.client.LoadClient;
import io.ringmq.bench.load.client.Tuning.Style;
import io.ringmq.bench.load.measure.Timeline;
import io.ringmq.bench.load.report.Commands;
import io.ringmq.bench.load.report.Events;
import io.ringmq.bench.load.report.IdLog;
import io.ringmq.bench.load.workload.ClosedLoop;
import io.ringmq.bench.load.workload.Drain;
import io.ringmq.bench.load.workload.Fill;
import io.ringmq.bench.load.workload.Groups;
import io.ringmq.bench.load.workload.OpenLoop;
import io.ringmq.bench.load.workload.Phases;
import io.ringmq.bench.load.workload.ReadBack;
import io.ringmq.bench.load.workload.Schedule;
import io.ringmq.bench.load.workload.SendStream;
import io.ringmq.bench.load.workload.Senders;
import io.ringmq.bench.load.workload.Workload;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Puts the load of the options together and runs it. */
@Command(
        name = "load",
        mixinStandardHelpOptions = true,
        description = "One load with one client library; reports events as JSON lines on standard output.")
final class LoadCommand implements Callable<Integer> {
    private static final int BATCH_THREADS = 16;
    private static final int STREAM_THREADS = 4;

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
        switch (options.workload) {
            case STREAM -> stream();
            case READ -> read();
            case SYNC, ASYNC, BATCH, LATENCY, FILL, DRAIN -> {
                try (Workload workload = workload()) {
                    new Windows(events, options.pauseOnStdin ? commands : null, options.runs()).run(workload);
                }
            }
        }
        events.emit("done");
        return 0;
    }

    private Workload workload() {
        Phases phases = options.phases();
        return switch (options.workload) {
            case SYNC -> ClosedLoop.sync(senders(Style.PROMPT), phases, timeline, options.threads(1));
            case ASYNC ->
                ClosedLoop.pipelines(senders(Style.PIPELINED), phases, timeline, options.threads(1), options.inFlight);
            case BATCH ->
                ClosedLoop.groups(
                        senders(Style.GROUPED), phases, timeline, options.threads(BATCH_THREADS), options.batch);
            case LATENCY -> latency(phases);
            case FILL ->
                new Fill(
                        senders(Style.GROUPED),
                        timeline,
                        options.threads(BATCH_THREADS),
                        options.batch,
                        options.requiredCount());
            case DRAIN -> new Drain(client(), this::groups, options.requiredCount(), timeline);
            case STREAM, READ -> throw new IllegalStateException(options.workload + " has no windows");
        };
    }

    private Workload latency(Phases phases) {
        return new OpenLoop(
                senders(Style.PROMPT),
                Groups.open(client(), groups(0), session, timeline),
                new Schedule(options.rate, phases, options.endpoint().queues()),
                timeline);
    }

    private void stream() throws IOException, InterruptedException {
        IdLog acked = new IdLog(events, "acked");
        IdLog failed = new IdLog(events, "failed");
        try (SendStream stream = SendStream.start(
                        senders(Style.DEFAULTS), options.threads(STREAM_THREADS), timeline, acked, failed);
                Flusher flusher = Flusher.start(List.of(acked, failed))) {
            events.emit("ready");
            commands.awaitStop();
            long attempted = stream.stop();
            acked.flush();
            failed.flush();
            events.emit("stopped", Map.of("attempted", attempted));
        }
    }

    private void read() throws InterruptedException {
        IdLog read = new IdLog(events, "read");
        Duration quiet = Duration.ofSeconds(options.seconds);
        long ids = new ReadBack(client(), timeline, options.count, quiet)
                .run(groups(0).get(0), read);
        events.emit("stopped", Map.of("ids", ids));
    }

    private LoadClient client() {
        return options.client.connect(options.endpoint());
    }

    private Senders senders(Style style) {
        Bodies bodies = new Bodies(session, options.bytes);
        return Senders.open(client(), options.tuning(style), bodies, options.connections);
    }

    /** Names that no other process and no other window uses. */
    private List<String> groups(int window) {
        return IntStream.range(0, options.groups)
                .mapToObj(i -> "load-" + Integer.toHexString(session) + "-" + window + "-" + i)
                .toList();
    }
}
