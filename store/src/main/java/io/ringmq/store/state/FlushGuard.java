package io.ringmq.store.state;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.rocksdb.AbstractEventListener;
import org.rocksdb.FlushJobInfo;
import org.rocksdb.RocksDB;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forces the log before RocksDB writes a memtable to disk. RocksDB gives a listener no way to refuse a flush, so a
 * failure is remembered and refuses everything that comes after.
 */
final class FlushGuard extends AbstractEventListener {

    private static final Logger LOG = LoggerFactory.getLogger(FlushGuard.class);

    private final Runnable beforeFlush;
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();

    FlushGuard(Runnable beforeFlush) {
        super(EnabledEventCallback.ON_FLUSH_BEGIN);
        this.beforeFlush = beforeFlush;
    }

    @Override
    public void onFlushBegin(RocksDB db, FlushJobInfo info) {
        try {
            beforeFlush.run();
        } catch (RuntimeException e) {
            failure.compareAndSet(null, e);
            LOG.error("The log could not be forced before a flush of the state; the state takes no more writes", e);
        }
    }

    /** Forces the log on the calling thread. */
    void forceLog() {
        requireIntact();
        try {
            beforeFlush.run();
        } catch (RuntimeException e) {
            failure.compareAndSet(null, e);
            requireIntact();
        }
    }

    void requireIntact() {
        RuntimeException cause = failure.get();
        if (cause != null) {
            throw new StateStoreException(
                    "the log could not be forced before a flush of the state; stop the node and check its disk", cause);
        }
    }
}
