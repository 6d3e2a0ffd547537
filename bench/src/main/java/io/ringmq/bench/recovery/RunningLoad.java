package io.ringmq.bench.recovery;

import io.ringmq.bench.process.Await;
import io.ringmq.bench.process.Event;
import io.ringmq.bench.process.EventProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** Synchronous producers that send without a pause until they are closed, and report window by window. */
final class RunningLoad implements AutoCloseable {
    private static final Duration START_TIMEOUT = Duration.ofMinutes(2);

    /** Two processors take that long to compile the code of five JVMs. */
    private static final int WARM_AFTER_SECONDS = 30;

    private final List<Event> windows = new ArrayList<>();
    private final EventProcess process;
    private final Await await;
    private int from;

    private RunningLoad(Function<Consumer<Event>, EventProcess> start, Await await) {
        this.process = start.apply(this::hear);
        this.await = await;
    }

    /**
     * Starts the producers and waits until they are warm.
     *
     * @param start makes the process, which tells the consumer of its events
     * @param windowSeconds of a window of the process
     */
    static RunningLoad start(Function<Consumer<Event>, EventProcess> start, int windowSeconds, Await await) {
        RunningLoad load = new RunningLoad(start, await);
        load.awaitWindows((WARM_AFTER_SECONDS + windowSeconds - 1) / windowSeconds);
        return load;
    }

    private synchronized void hear(Event event) {
        if (event.is("window-end")) {
            windows.add(event);
        }
    }

    private void awaitWindows(int count) {
        process.until("windows of load", START_TIMEOUT, await, () -> ended() >= count);
    }

    private synchronized int ended() {
        return windows.size();
    }

    /** From here on it counts. */
    synchronized void mark() {
        from = windows.size();
    }

    /** Acknowledged messages a second since the mark, in whole windows, one at least. */
    double messagesPerSecond() {
        awaitWindows(from + 1);
        synchronized (this) {
            List<Event> counted = windows.subList(from, windows.size());
            long messages = counted.stream()
                    .mapToLong(window -> window.number("messages"))
                    .sum();
            long elapsedUs = counted.stream()
                    .mapToLong(window -> window.number("elapsedUs"))
                    .sum();
            return messages * 1e6 / elapsedUs;
        }
    }

    /** Waits for the first window that begins after this call. */
    Event nextWindow() {
        int underWay = ended();
        awaitWindows(underWay + 2);
        synchronized (this) {
            return windows.get(underWay + 1);
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
