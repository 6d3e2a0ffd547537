package io.ringmq.raft.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DiskWaitTest {
    private final AtomicLong nanos = new AtomicLong(-5_000_000_000L);
    private final DiskWait wait = new DiskWait(nanos::get);

    @Test
    void countsWhileAnOperationIsUnderWay() {
        assertEquals(0, wait.elapsedMs());
        wait.during(() -> {
            nanos.addAndGet(TimeUnit.SECONDS.toNanos(7));
            assertEquals(7_000, wait.elapsedMs());
        });
        assertEquals(0, wait.elapsedMs());
    }

    @Test
    void anOperationThatFailsIsOver() {
        assertThrows(
                IllegalStateException.class,
                () -> wait.during(() -> {
                    throw new IllegalStateException("the disk");
                }));
        assertEquals(0, wait.elapsedMs());
    }
}
