package io.ringmq.bench.compare;

import io.ringmq.bench.process.AwaitException;
import io.ringmq.bench.process.Event;
import io.ringmq.bench.process.EventProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A system under a load generator that lives through all windows, so that its code is warm in each. */
final class LoadSide implements Side {
    private static final Duration START_TIMEOUT = Duration.ofMinutes(2);

    /** Beyond the length of a window: for sends that are still under way, and for backlogs that take their time. */
    private static final Duration WINDOW_SLACK = Duration.ofMinutes(5);

    private static final Duration FILL_TIMEOUT = Duration.ofMinutes(10);

    private final Contestant contestant;
    private final LoadPlan plan;
    private final WindowWatch watch;
    private final EventProcess load;
    private int windows;

    private LoadSide(Contestant contestant, LoadPlan plan, WindowWatch watch, EventProcess load) {
        this.contestant = contestant;
        this.plan = plan;
        this.watch = watch;
        this.load = load;
    }

    /** Creates a topic on a running system, fills it if the workload reads a backlog, and starts the load generator. */
    static LoadSide start(Contestant contestant, Workload workload, LoadPlan plan) {
        String topic = contestant.newTopic(workload, plan.queues());
        if (workload == Workload.DRAIN) {
            fill(contestant, plan, topic);
        }
        List<String> arguments = new ArrayList<>(
                plan.arguments(contestant.client(), contestant.system().address(), topic, workload));
        arguments.add("--pause-on-stdin");
        WindowWatch watch = new WindowWatch(contestant.system().brokerPids());
        EventProcess load = contestant.load(arguments, watch::hear);
        LoadSide side = new LoadSide(contestant, plan, watch, load);
        side.awaitReady();
        return side;
    }

    private static void fill(Contestant contestant, LoadPlan plan, String topic) {
        List<String> arguments = plan.once()
                .arguments(
                        contestant.client(), contestant.system().address(), topic, "fill", Workload.DRAIN.arguments());
        try (EventProcess fill = contestant.load(arguments, event -> {})) {
            fill.awaitSuccess(FILL_TIMEOUT);
        }
    }

    private void awaitReady() {
        load.until(
                "the load generator of " + contestant.label() + " to get ready",
                START_TIMEOUT,
                contestant.await(),
                () -> watch.ready.get() > windows);
    }

    @Override
    public Map<String, String> labels() {
        return contestant.labels();
    }

    @Override
    public void resume() {
        contestant.system().resume();
    }

    @Override
    public void pause() {
        contestant.system().pause();
    }

    @Override
    public Map<String, Double> measure() {
        awaitReady();
        windows++;
        load.tell("go");
        Duration within = WINDOW_SLACK.plusSeconds((long) plan.warmupSeconds() + plan.seconds());
        load.until("the end of a window", within, contestant.await(), () -> watch.ended() >= windows);
        Map<String, Double> metrics = new LinkedHashMap<>(watch.window(windows - 1));
        metrics.putAll(WindowMetrics.memory(contestant.system().brokerPids()));
        return metrics;
    }

    @Override
    public void close() {
        load.close();
    }

    /**
     * Takes CPU samples where the load generator says that a window starts and has been measured; what it reports at the end of
     * the window may come later, when everything that was under way has ended.
     */
    private static final class WindowWatch {
        private final List<Long> brokerPids;
        private final AtomicInteger ready = new AtomicInteger();
        private final List<Map<String, Double>> windows = new ArrayList<>();
        private @Nullable CpuSample atStart;
        private @Nullable CpuSample atEnd;

        WindowWatch(List<Long> brokerPids) {
            this.brokerPids = List.copyOf(brokerPids);
        }

        synchronized void hear(Event event) {
            switch (event.kind()) {
                case "ready" -> ready.incrementAndGet();
                case "window-start" -> atStart = CpuSample.now(brokerPids);
                case "window-measured" -> atEnd = CpuSample.now(brokerPids);
                case "window-end" -> end(event);
                case "failed" -> System.out.println("    first error: " + event.fields());
                default -> {
                    // done says nothing that the end of the process does not
                }
            }
        }

        private void end(Event event) {
            if (atStart == null || atEnd == null) {
                throw new IllegalStateException("a window ended that did not start, or was not measured: " + event);
            }
            windows.add(WindowMetrics.of(event, atEnd.since(atStart)));
            atStart = null;
            atEnd = null;
        }

        synchronized int ended() {
            return windows.size();
        }

        synchronized Map<String, Double> window(int index) {
            if (index >= windows.size()) {
                throw new AwaitException("the load generator skipped a window");
            }
            return windows.get(index);
        }
    }
}
