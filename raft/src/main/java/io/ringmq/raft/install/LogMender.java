package io.ringmq.raft.install;

import com.alipay.sofa.jraft.util.Endpoint;
import io.ringmq.raft.rpc.CopyChannel;
import io.ringmq.store.commitlog.CommitLog;
import io.ringmq.store.commitlog.CorruptLogException;
import io.ringmq.store.commitlog.FrameSource;
import io.ringmq.store.commitlog.LogFailedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Mends a damaged log with frames of the other replicas; see {@link CommitLog#mend}. Any replica will do, whoever leads:
 * frames are taken only if they are those that were here. Thread-safe; the methods block for the network and the disk.
 */
public final class LogMender {

    private static final Logger LOG = LoggerFactory.getLogger(LogMender.class);

    /** How long a start waits for a replica that has what is damaged here; they may be starting, too. */
    static final int START_PATIENCE_S = 60;

    private static final int PAUSE_MS = 1_000;

    private final String group;
    private final Endpoint self;
    /** Those that a configuration has named last come first, so members that are gone come last. */
    private final Deque<Endpoint> peers = new ArrayDeque<>();

    private final Function<Endpoint, CopyChannel> channels;
    private final LongSupplier nanoClock;

    /**
     * Mends one group.
     *
     * @param self is never asked
     * @param channels connects to a peer
     */
    public LogMender(String group, Endpoint self, Function<Endpoint, CopyChannel> channels, LongSupplier nanoClock) {
        this.group = group;
        this.self = self;
        this.channels = channels;
        this.nanoClock = nanoClock;
    }

    /** A member of the group, from which frames can be had. Takes no lock that Raft may hold. */
    public void named(Endpoint member) {
        if (!member.equals(self)) {
            synchronized (peers) {
                peers.remove(member);
                peers.addFirst(member);
            }
        }
    }

    private List<Endpoint> peers() {
        synchronized (peers) {
            return List.copyOf(peers);
        }
    }

    /** Something that reads a log from its files on. */
    public interface Opening {
        /**
         * Opens the log.
         *
         * @throws CorruptLogException if there is damage that these replicas do not help against
         */
        CommitLog open(List<FrameSource> replicas) throws IOException;
    }

    private interface Work<T> {
        T run(List<FrameSource> replicas) throws IOException;
    }

    /**
     * Opens a log; if it is damaged, waits a bounded time for replicas with which it can be mended.
     *
     * @throws CorruptLogException if it stays damaged
     */
    public CommitLog open(Opening opening) throws IOException {
        long deadline = nanoClock.getAsLong() + TimeUnit.SECONDS.toNanos(START_PATIENCE_S);
        while (true) {
            try {
                return withReplicas(opening::open);
            } catch (CorruptLogException e) {
                if (e.offset() == CorruptLogException.NOWHERE
                        || peers().isEmpty()
                        || nanoClock.getAsLong() - deadline >= 0) {
                    throw e;
                }
                LOG.error("Group {} waits for another replica to mend its log: {}", group, e.getMessage());
                pause();
            }
        }
    }

    private void pause() throws IOException {
        try {
            boolean unused = new Pace(Long.MAX_VALUE, nanoClock).await(() -> false, PAUSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for other replicas", e);
        }
    }

    private <T> T withReplicas(Work<T> work) throws IOException {
        List<PeerFrames> replicas = new ArrayList<>();
        for (Endpoint peer : peers()) {
            replicas.add(new PeerFrames(group, peer, channels, nanoClock));
        }
        try {
            return work.run(List.copyOf(replicas));
        } finally {
            replicas.forEach(PeerFrames::close);
        }
    }

    /** Reads from a log; what is found damaged is mended first. */
    public <T> T reading(CommitLog log, Supplier<T> read) {
        long mendedOffset = CorruptLogException.NOWHERE;
        while (true) {
            try {
                return read.get();
            } catch (CorruptLogException e) {
                if (e.offset() == mendedOffset || !mend(log, e.offset())) {
                    throw e;
                }
                mendedOffset = e.offset();
            }
        }
    }

    /**
     * Mends the damage that begins at an offset.
     *
     * @return whether that is done; if not, this log says why
     */
    public boolean mend(CommitLog log, long offset) {
        if (offset == CorruptLogException.NOWHERE) {
            return false;
        }
        LOG.error("Group {}: the log is damaged at physical offset {}; asking the other replicas", group, offset);
        try {
            var unused = withReplicas(replicas -> log.mend(offset, replicas));
            return true;
        } catch (IOException | UncheckedIOException | CorruptLogException | LogFailedException e) {
            LOG.error("Group {}: the log stays damaged at physical offset {}", group, offset, e);
            return false;
        }
    }
}
