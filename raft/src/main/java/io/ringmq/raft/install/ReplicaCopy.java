package io.ringmq.raft.install;

import com.alipay.sofa.jraft.rpc.RpcRequests.GetFileResponse;
import com.alipay.sofa.jraft.util.Endpoint;
import io.ringmq.raft.rpc.CopyChannel;
import io.ringmq.raft.snapshot.InstallDirectory;
import io.ringmq.raft.snapshot.InstallOptions;
import io.ringmq.raft.snapshot.Manifest;
import io.ringmq.raft.snapshot.SnapshotException;
import io.ringmq.store.commitlog.ChainPoint;
import io.ringmq.store.commitlog.CommitLog;
import io.ringmq.store.commitlog.CommitLogOptions;
import io.ringmq.store.commitlog.CopiedFrames;
import io.ringmq.store.commitlog.CorruptLogException;
import io.ringmq.store.commitlog.FlushMode;
import io.ringmq.store.commitlog.FrameInput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings this replica to the leader's snapshot. An attempt that fails leaves behind what it has verified, and the next one
 * goes on from there. One thread at a time copies.
 *
 * <p>If the leader still has the bytes of the entries this replica lacks, they are taken in as entries: the group goes on
 * all the time. If not, or if this replica has nothing, log and state are copied aside, to take the place of its own.
 */
public final class ReplicaCopy implements Installer.Attempts {

    private static final Logger LOG = LoggerFactory.getLogger(ReplicaCopy.class);

    private static final int FAILURE_PAUSE_MS = 1000;

    private final String group;
    private final CopyTarget target;
    private final CommitLogOptions logOptions;
    private final @Nullable InstallOptions install;
    private final Means means;
    private final Pace pace;

    /**
     * What a copy uses of its process.
     *
     * @param channels connects to a peer
     * @param background makes room ahead of the end of a log
     * @param nanoClock measures the rate
     */
    public record Means(Function<Endpoint, CopyChannel> channels, Executor background, LongSupplier nanoClock) {}

    /**
     * @param logOptions of the group's log
     * @param install null if this replica can take in entries only
     */
    public ReplicaCopy(
            String group,
            CopyTarget target,
            CommitLogOptions logOptions,
            @Nullable InstallOptions install,
            Means means) {
        this.group = group;
        this.target = target;
        this.logOptions = logOptions;
        this.install = install;
        this.means = means;
        this.pace = new Pace(install == null ? Long.MAX_VALUE : install.bytesPerSecond(), means.nanoClock());
    }

    @Override
    public boolean copy(Endpoint peer) throws IOException, InterruptedException {
        try (CopyClient leader = new CopyClient(group, means.channels().apply(peer), pace)) {
            return copy(peer, leader);
        }
    }

    @Override
    public void pauseAfterFailure() throws InterruptedException {
        pace.await(() -> false, FAILURE_PAUSE_MS);
    }

    @Override
    public void stop() {
        pace.stop();
    }

    private boolean copy(Endpoint peer, CopyClient leader) throws IOException, InterruptedException {
        CopyOffer offer = leader.open();
        boolean replacing = false;
        if (!holds(offer.manifest())) {
            replacing = install != null && mustReplace(offer);
            if (install != null && replacing) {
                replace(leader, offer, install.directory());
            } else {
                catchUp(peer, leader, offer);
            }
        }
        leader.end();
        return replacing;
    }

    private boolean holds(Manifest manifest) {
        ChainPoint point = target.pointAfter(manifest.index());
        return point != null && point.term() == manifest.term();
    }

    private boolean mustReplace(CopyOffer offer) {
        long applied = target.appliedPoint().index();
        return applied == 0 || applied < offer.logStart().index();
    }

    private void catchUp(Endpoint peer, CopyClient leader, CopyOffer offer) throws IOException, InterruptedException {
        ChainPoint from = target.appliedPoint();
        if (from.index() < offer.logStart().index()) {
            throw new IOException("entries from " + (from.index() + 1)
                    + " on are missing here, but the leader has them only" + " from "
                    + (offer.logStart().index() + 1) + " on, and this replica can not take in a snapshot");
        }
        LOG.info(
                "Group {}: copying entries {} to {}",
                group,
                from.index() + 1,
                offer.manifest().index());
        receive(leader, offer, from, (previous, entries) -> {
            while (!target.append(peer, previous, entries)) {
                pace.pause();
            }
        });
    }

    /** Takes the frames of a part of the log. */
    private interface Sink {
        void take(ChainPoint previous, List<FrameInput> entries) throws IOException, InterruptedException;
    }

    /** Receives the log from a place to the offered snapshot; while a part is taken in, the next one is on its way. */
    private void receive(CopyClient leader, CopyOffer offer, ChainPoint from, Sink sink)
            throws IOException, InterruptedException {
        CopiedFrames frames = new CopiedFrames(logOptions.segmentBytes(), from);
        long last = offer.manifest().index();
        CompletableFuture<GetFileResponse> asked = leader.log(from.index() + 1);
        while (frames.end().index() < last) {
            ByteBuffer part = leader.part(asked);
            ChainPoint previous = frames.end();
            List<FrameInput> entries = verified(frames, part);
            if (frames.end().index() < last) {
                asked = leader.log(frames.end().index() + 1);
            }
            sink.take(previous, entries);
        }
        if (!frames.end().equals(offer.manifest().point())) {
            throw new IOException("the copied log does not end where the snapshot does: " + frames.end() + ", not "
                    + offer.manifest().point());
        }
    }

    private static List<FrameInput> verified(CopiedFrames frames, ByteBuffer part) throws IOException {
        try {
            List<FrameInput> entries = frames.take(part);
            if (entries.isEmpty()) {
                throw new IOException("an empty part of the log was received");
            }
            return entries;
        } catch (CorruptLogException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private void replace(CopyClient leader, CopyOffer offer, InstallDirectory directory)
            throws IOException, InterruptedException {
        Manifest manifest = offer.manifest();
        LOG.info(
                "Group {}: copying the snapshot at index {} ({} bytes of state) and the log from physical offset {} on",
                group,
                manifest.index(),
                manifest.stateBytes(),
                offer.logStart().endOffset());
        directory.begin(manifest);
        for (Manifest.StateFile file : manifest.files()) {
            copyFile(leader, directory, file);
        }
        copyLog(leader, offer, directory);
    }

    private void copyFile(CopyClient leader, InstallDirectory directory, Manifest.StateFile file)
            throws IOException, InterruptedException {
        long copied = directory.copiedBytes(file);
        while (copied < file.sizeBytes()) {
            ByteBuffer part = leader.state(file.name(), copied);
            copied += part.remaining();
            if (!part.hasRemaining()) {
                throw new IOException("file " + file.name() + " ends at byte " + copied);
            }
            directory.append(file, part);
        }
        if (copied == 0) {
            directory.append(file, ByteBuffer.allocate(0));
        }
        try {
            directory.finish(file);
        } catch (SnapshotException e) {
            leader.reportDamage();
            throw new IOException(e.getMessage(), e);
        }
    }

    private void copyLog(CopyClient leader, CopyOffer offer, InstallDirectory directory)
            throws IOException, InterruptedException {
        CommitLog log = openCopiedLog(directory);
        try {
            ChainPoint end = log.pointAfter(log.lastIndex());
            if (end == null
                    || end.index() == 0
                    || end.index() < offer.logStart().index()) {
                log.reset(offer.logStart());
                end = offer.logStart();
            }
            if (end.index() < offer.manifest().index()) {
                receive(leader, offer, end, (previous, entries) -> log.append(entries));
            }
            log.force();
            ChainPoint reached = log.pointAfter(offer.manifest().index());
            if (!offer.manifest().point().equals(reached)) {
                log.reset(offer.logStart());
                throw new IOException("what was copied of the log before is of another history; beginning anew");
            }
        } finally {
            log.close();
        }
    }

    private CommitLog openCopiedLog(InstallDirectory directory) throws IOException {
        // It is forced at the end; what a power cut takes away before that is copied again.
        CommitLogOptions options = logOptions.withFlushMode(FlushMode.ASYNC);
        try {
            return CommitLog.open(directory.logDisk(), options, means.background());
        } catch (CorruptLogException e) {
            LOG.warn("Group {}: the log that was being copied is damaged, it is copied anew", group, e);
            directory.discardLog();
            return CommitLog.open(directory.logDisk(), options, means.background());
        }
    }
}
