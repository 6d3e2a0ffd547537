package io.ringmq.bench.load.main;

import io.ringmq.bench.load.measure.WindowResult;
import io.ringmq.bench.load.report.Commands;
import io.ringmq.bench.load.report.Events;
import io.ringmq.bench.load.workload.Workload;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One window after the other, each between a {@code window-start} and a {@code window-end}; {@code window-measured} comes
 * before the latter, when what is measured has ended but something may still be under way. Given commands, it reports
 * {@code ready} before each and waits for {@code go}; nothing of the load runs meanwhile.
 */
final class Windows {
    private final Events events;
    private final @Nullable Commands commands;
    private final int runs;

    Windows(Events events, @Nullable Commands commands, int runs) {
        this.events = events;
        this.commands = commands;
        this.runs = runs;
    }

    void run(Workload workload) throws IOException, InterruptedException {
        for (int run = 0; run < runs && mayGo(run); run++) {
            Map<String, Integer> start = Map.of("run", run);
            WindowResult result = workload.window(marks(start));
            if (result.errors() > 0) {
                events.emit("failed", Map.of("reason", Objects.requireNonNullElse(result.firstError(), "unknown")));
            }
            Map<String, Object> end = new LinkedHashMap<>(start);
            end.putAll(result.numbers());
            events.emit("window-end", end);
        }
    }

    private Workload.Marks marks(Map<String, Integer> fields) {
        return new Workload.Marks() {
            @Override
            public void started() {
                events.emit("window-start", fields);
            }

            @Override
            public void measured() {
                events.emit("window-measured", fields);
            }
        };
    }

    private boolean mayGo(int run) throws IOException {
        if (commands == null) {
            return true;
        }
        events.emit("ready", Map.of("run", run));
        return commands.awaitGo();
    }
}
