package io.ringmq.raft.install;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.alipay.sofa.jraft.util.Endpoint;
import io.ringmq.store.commitlog.CommitLog;
import io.ringmq.store.commitlog.CommitLogOptions;
import io.ringmq.store.commitlog.CorruptLogException;
import io.ringmq.store.commitlog.FrameInput;
import io.ringmq.store.commitlog.FrameType;
import io.ringmq.store.disk.DiskFile;
import io.ringmq.store.disk.MemoryDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LogMenderTest {

    private static final CommitLogOptions OPTIONS =
            CommitLogOptions.defaults().withSegmentBytes(1 << 16).withPreallocateBytes(1 << 12);

    private static final Endpoint SELF = new Endpoint("127.0.0.1", 2);

    private final MemoryDisk disk = new MemoryDisk();
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger opened = new AtomicInteger();

    /** Every look at the clock takes a second. */
    private LogMender mender() {
        LogMender mender = new LogMender(
                "ring",
                SELF,
                peer -> {
                    throw new IllegalStateException("nobody is asked here");
                },
                () -> nanos.addAndGet(TimeUnit.SECONDS.toNanos(1)));
        mender.named(SELF);
        return mender;
    }

    private CommitLog damaged() throws IOException {
        CommitLog log = CommitLog.open(disk, OPTIONS, Runnable::run);
        for (long index = log.lastIndex() + 1; index <= 3; index++) {
            log.append(List.of(new FrameInput(index, 1, FrameType.DATA, 1, ByteBuffer.allocate(100))));
        }
        try (DiskFile file = disk.open("commitlog/%020d".formatted(0))) {
            file.write(new ByteBuffer[] {ByteBuffer.wrap(new byte[] {1})}, 80);
        }
        return log;
    }

    private CommitLog open(List<?> replicas) {
        opened.incrementAndGet();
        try (CommitLog log = damaged()) {
            log.read(1);
            throw new AssertionError("the entry is damaged");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aStartWaitsForReplicasForABoundedTime() {
        LogMender mender = mender();
        mender.named(new Endpoint("127.0.0.1", 1));
        assertThrows(CorruptLogException.class, () -> mender.open(this::open));
        assertTrue(opened.get() > 3, opened + " attempts");
        assertTrue(opened.get() <= LogMender.START_PATIENCE_S, opened + " attempts");
    }

    @Test
    void whoeverIsAloneDoesNotWait() throws IOException {
        LogMender mender = mender();
        assertThrows(CorruptLogException.class, () -> mender.open(this::open));
        assertEquals(1, opened.get());
        try (CommitLog log = CommitLog.open(disk, OPTIONS, Runnable::run)) {
            assertFalse(mender.mend(log, 0));
            assertThrows(CorruptLogException.class, () -> mender.reading(log, () -> log.read(1)));
            assertEquals(2, mender.reading(log, () -> log.read(2)).index());
        }
    }
}
