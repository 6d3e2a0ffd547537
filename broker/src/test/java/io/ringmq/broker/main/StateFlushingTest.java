package io.ringmq.broker.main;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ringmq.broker.twin.ManualTimer;
import org.junit.jupiter.api.Test;

class StateFlushingTest {
    private static final long INTERVAL_MS = 60_000;

    private final ManualTimer timer = new ManualTimer(0);
    private long unflushedBytes;
    private int flushes;
    private boolean failing;

    private final StateFlushing flushing = new StateFlushing(this::flush, () -> unflushedBytes, timer, Runnable::run);

    private void flush() {
        if (failing) {
            throw new IllegalStateException("the disk is gone");
        }
        flushes++;
        unflushedBytes = 0;
    }

    @Test
    void enoughLogIsFlushedAtTheNextLook() {
        flushing.every(INTERVAL_MS);
        unflushedBytes = StateFlushing.MAX_LOG_BYTES - 1;
        timer.advance(StateFlushing.LOOK_MS);
        assertEquals(0, flushes);
        unflushedBytes++;
        timer.advance(StateFlushing.LOOK_MS - 1);
        assertEquals(0, flushes);
        timer.advance(1);
        assertEquals(1, flushes);
        timer.advance(StateFlushing.LOOK_MS);
        assertEquals(1, flushes);
    }

    @Test
    void littleLogIsFlushedAfterTheInterval() {
        flushing.every(INTERVAL_MS);
        for (int i = 1; i <= 3; i++) {
            unflushedBytes = 1;
            timer.advance(INTERVAL_MS - 1);
            assertEquals(i - 1, flushes);
            timer.advance(1);
            assertEquals(i, flushes);
        }
    }

    @Test
    void aFlushThatFailedIsTriedAgain() {
        flushing.every(INTERVAL_MS);
        unflushedBytes = StateFlushing.MAX_LOG_BYTES;
        failing = true;
        assertThrows(IllegalStateException.class, () -> timer.advance(StateFlushing.LOOK_MS));
        failing = false;
        timer.advance(StateFlushing.LOOK_MS);
        assertEquals(1, flushes);
    }

    @Test
    void nothingHappensAfterItIsClosed() {
        flushing.every(INTERVAL_MS);
        flushing.close();
        unflushedBytes = StateFlushing.MAX_LOG_BYTES;
        timer.advance(INTERVAL_MS);
        assertEquals(0, flushes);
        assertEquals(0, timer.pending());
    }
}
