package io.ringmq.broker.scrub;

import io.ringmq.broker.time.Timer;
import io.ringmq.store.commitlog.CommitLog;
import io.ringmq.store.commitlog.ScrubStep;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.LongPredicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads every sealed segment of the logs of a node once a day and verifies it, at a bounded rate. Damage is mended from
 * another replica, and reported in the node's log.
 *
 * <pre>
 *  WAITING ---- a day after the last pass began ----> one log after the other, a portion each second ----> WAITING
 * </pre>
 */
public final class Scrubber implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Scrubber.class);
    private static final long PORTION_INTERVAL_MS = 1_000;
    private static final long PASS_INTERVAL_MS = 86_400_000;

    private final Supplier<List<ScrubbedLog>> logs;
    private final long bytesPerSecond;
    private final Time time;
    private final Deque<ScrubbedLog> left = new ArrayDeque<>();
    private long position;
    private long passBeganMs;
    private long passEndedMs = Findings.NEVER;
    private long passBytes;
    private int passDamage;
    private int passMended;
    /** Where the last damage was mended; met again, it is left for the next pass. */
    private long mendedOffset;

    private boolean stopped;
    /** Of the last portion that came to its end, for those who must not wait for a disk. */
    private volatile Findings findings = new Findings(Findings.NEVER, 0, 0, 0);

    /**
     * A log to look after.
     *
     * @param mender mends the damage that begins at a physical offset; false if it stays
     */
    public record ScrubbedLog(String ring, CommitLog log, LongPredicate mender) {}

    /**
     * What time takes.
     *
     * @param executor runs reads of the log; must not reject
     */
    public record Time(Clock clock, Timer timer, Executor executor) {}

    /**
     * @param logs asked for at the start of each pass
     * @param bytesPerSecond read at most, give or take a frame; a pass over more than a day's worth takes longer
     */
    public Scrubber(Supplier<List<ScrubbedLog>> logs, long bytesPerSecond, Time time) {
        this.logs = logs;
        this.bytesPerSecond = bytesPerSecond;
        this.time = time;
    }

    /** Begins the first pass after a while, and one a day from then on. */
    public void startAfter(long delayMs) {
        Timer.Timeout unused = time.timer.after(delayMs, () -> time.executor.execute(this::beginPass));
    }

    private synchronized void beginPass() {
        if (stopped) {
            return;
        }
        passBeganMs = time.clock.millis();
        passBytes = 0;
        passDamage = 0;
        passMended = 0;
        left.addAll(logs.get());
        beginLog();
        goOn();
    }

    private void beginLog() {
        ScrubbedLog next = left.peek();
        position = next == null ? 0 : next.log().startOffset();
        mendedOffset = ScrubStep.SOUND;
    }

    private void goOn() {
        if (left.isEmpty()) {
            LOG.info(
                    "scrubbed {} bytes of sealed segments, {} places were damaged, {} of them are mended",
                    passBytes,
                    passDamage,
                    passMended);
            passEndedMs = time.clock.millis();
            startAfter(Math.max(PORTION_INTERVAL_MS, passBeganMs + PASS_INTERVAL_MS - time.clock.millis()));
        } else {
            Timer.Timeout unused = time.timer.after(PORTION_INTERVAL_MS, () -> time.executor.execute(this::portion));
        }
        findings = new Findings(passEndedMs, passBytes, passDamage, passMended);
    }

    private synchronized void portion() {
        if (stopped) {
            return;
        }
        long leftBytes = bytesPerSecond;
        while (leftBytes > 0 && !left.isEmpty()) {
            long readBytes = step(left.element(), leftBytes);
            passBytes += readBytes;
            leftBytes -= Math.max(1, readBytes);
        }
        goOn();
    }

    /** Returns the bytes read. */
    private long step(ScrubbedLog current, long maxBytes) {
        try {
            long from = Math.max(position, current.log().startOffset());
            ScrubStep step = current.log().scrub(from, maxBytes);
            position = step.nextOffset();
            if (step.isDamaged()) {
                mend(current, step);
            } else if (position == from) {
                endLog();
            }
            return step.readBytes();
        } catch (UncheckedIOException e) {
            passDamage++;
            LOG.error("ring {}: the log can not be read from physical offset {} on", current.ring(), position, e);
            endLog();
            return 0;
        }
    }

    private void mend(ScrubbedLog current, ScrubStep step) {
        passDamage++;
        long offset = step.damagedOffset();
        if (offset != mendedOffset && current.mender().test(offset)) {
            passMended++;
            mendedOffset = offset;
            // There may be more damage in the same segment.
            position = offset;
            LOG.warn(
                    "ring {}: the log was damaged at physical offset {} and is mended; check the disk",
                    current.ring(),
                    offset);
            return;
        }
        LOG.error(
                "ring {}: the log is damaged at physical offset {}, and no replica has helped; what this one holds from there"
                        + " to {} can not be trusted. It is tried again in a day, or after a start. See that the others run, and"
                        + " check the disk of this node",
                current.ring(),
                offset,
                step.nextOffset());
    }

    private void endLog() {
        left.remove();
        beginLog();
    }

    /**
     * What the pass under way, or else the last one, has found.
     *
     * @param endedMs when the last pass came to its end, milliseconds since 1970; {@link #NEVER} if none has
     * @param damaged places
     * @param mended those of them that are mended
     */
    public record Findings(long endedMs, long readBytes, int damaged, int mended) {
        public static final long NEVER = -1;
    }

    /** What is known now. */
    public Findings findings() {
        return findings;
    }

    /** Waits for a read under way; there are no more afterwards. */
    @Override
    public synchronized void close() {
        stopped = true;
    }
}
