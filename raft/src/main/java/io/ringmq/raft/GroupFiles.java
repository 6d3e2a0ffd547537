package io.ringmq.raft;

import io.ringmq.raft.install.LogMender;
import io.ringmq.raft.storage.BootFile;
import io.ringmq.raft.storage.DiskWait;
import io.ringmq.raft.storage.RaftMetaFile;
import io.ringmq.raft.storage.StoredGate;
import io.ringmq.store.commitlog.CommitLog;
import io.ringmq.store.commitlog.CorruptLogException;
import io.ringmq.store.commitlog.FlushMode;
import io.ringmq.store.commitlog.FrameSource;
import io.ringmq.store.commitlog.LogFailedException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files of a group, opened together, checked against each other, and closed together. */
final class GroupFiles implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GroupFiles.class);

    private final CommitLog log;
    private final RaftMetaFile meta;
    private final StoredGate gate;
    private final DiskWait writes;
    private final DiskWait forces;
    private final BootFile boot;
    private final LogMender mender;
    private boolean closed;

    private GroupFiles(CommitLog log, RaftMetaFile meta, BootFile boot, LongSupplier nanoClock, LogMender mender) {
        this.log = log;
        this.mender = mender;
        this.meta = meta;
        this.boot = boot;
        this.gate = new StoredGate(log);
        this.writes = new DiskWait(nanoClock);
        this.forces = new DiskWait(nanoClock);
    }

    /**
     * Recovers the log and reads term and vote.
     *
     * @param bootId names this run of the operating system; null if that is not known
     * @param mender helps against damage in the log, which is waited for
     * @throws RaftStartException if a file is damaged, or they do not belong together
     */
    static GroupFiles open(
            RaftGroupOptions options,
            Executor background,
            @Nullable String bootId,
            LongSupplier nanoClock,
            LogMender mender) {
        CommitLog log;
        try {
            log = mender.open(replicas -> openLog(options, background, mender, replicas));
        } catch (IOException | CorruptLogException | LogFailedException e) {
            throw new RaftStartException("group " + options.name() + ": cannot open the log: " + e.getMessage(), e);
        }
        try {
            if (!RaftMetaFile.exists(options.disk()) && log.lastIndex() > 0) {
                throw new RaftStartException(
                        "group " + options.name() + ": the log has entries but raft-meta is missing,"
                                + " so this node may have forgotten a vote; restore the file, or remove this member from the"
                                + " group and add it again with empty directories");
            }
            RaftMetaFile meta = RaftMetaFile.open(options.disk());
            checkTerms(options.name(), log, meta);
            return new GroupFiles(log, meta, boot(options, log, bootId), nanoClock, mender);
        } catch (IOException | LogFailedException e) {
            log.close();
            throw new RaftStartException(
                    "group " + options.name() + ": cannot open raft-meta or raft-boot: " + e.getMessage(), e);
        } catch (RaftStartException e) {
            log.close();
            throw e;
        }
    }

    private static BootFile boot(RaftGroupOptions options, CommitLog log, @Nullable String bootId) throws IOException {
        boolean unforced = options.log().flushMode() == FlushMode.ASYNC;
        if (!unforced) {
            // Should the mode have changed: once the file says that all is forced, it has to be.
            log.force();
        }
        return BootFile.open(options.disk(), new BootFile.Start(bootId, unforced, log.lastIndex() > 0));
    }

    /** Reads what a start reads at any rate, so that damage there is found while other replicas are waited for. */
    private static CommitLog openLog(
            RaftGroupOptions options, Executor background, LogMender mender, List<FrameSource> replicas)
            throws IOException {
        CommitLog log = CommitLog.open(options.disk(), options.log(), background, replicas);
        try {
            long term = mender.reading(log, () -> log.term(log.lastIndex()));
            int configurations = mender.reading(log, log::confFrames).size();
            LOG.debug("Group {}: {} configurations, last term {}", options.name(), configurations, term);
            return log;
        } catch (CorruptLogException e) {
            log.close();
            throw e;
        }
    }

    private static void checkTerms(String group, CommitLog log, RaftMetaFile meta) throws IOException {
        long lastTerm = log.term(log.lastIndex());
        if (meta.term() < lastTerm) {
            long term = meta.term();
            meta.close();
            throw new RaftStartException(
                    "group " + group + ": raft-meta is of term " + term + " but the log ends in term " + lastTerm
                            + "; they are not of the same node or raft-meta was restored from an old copy");
        }
    }

    CommitLog log() {
        return log;
    }

    /** What reads the log where it may be damaged. */
    LogMender mender() {
        return mender;
    }

    RaftMetaFile meta() {
        return meta;
    }

    StoredGate gate() {
        return gate;
    }

    BootFile boot() {
        return boot;
    }

    /** Counts the changes of the log that JRaft makes. */
    DiskWait writes() {
        return writes;
    }

    /** How long the disk has kept the log waiting, in milliseconds; 0 if nothing is under way. */
    long diskWaitMs() {
        return Math.max(writes.elapsedMs(), forces.elapsedMs());
    }

    /** Makes durable what an ASYNC log has only written; for the background. */
    synchronized void force(Consumer<Throwable> failed) {
        if (closed || log.forcedIndex() >= log.storedIndex()) {
            return;
        }
        try {
            forces.during(log::force);
        } catch (LogFailedException e) {
            gate.fail(e);
            failed.accept(e);
        }
    }

    /** To be called when the group was closed in order, and not as a crash closes it. */
    synchronized void closedInOrder() {
        if (!closed || log.forcedIndex() < log.storedIndex()) {
            return;
        }
        try {
            boot.closed();
        } catch (IOException e) {
            LOG.warn("That the group was closed in order could not be written down", e);
        }
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            log.close();
            meta.close();
        } catch (IOException | LogFailedException e) {
            LOG.warn("Closing the files of a group failed; the next start recovers them", e);
        }
    }
}
