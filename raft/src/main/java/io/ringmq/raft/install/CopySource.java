package io.ringmq.raft.install;

import com.alipay.sofa.jraft.rpc.RpcRequests.GetFileRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.GetFileResponse;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.ringmq.raft.rpc.CopyRefusedException;
import io.ringmq.raft.snapshot.Manifest;
import io.ringmq.raft.snapshot.SnapshotException;
import io.ringmq.raft.snapshot.SnapshotFiles;
import io.ringmq.store.commitlog.ChainPoint;
import io.ringmq.store.commitlog.CommitLog;
import io.ringmq.store.commitlog.CopiedFrames;
import io.ringmq.store.commitlog.CorruptLogException;
import io.ringmq.store.commitlog.OffsetRemovedException;
import io.ringmq.store.commitlog.SegmentLease;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives out log and state of this replica. While a session is open, neither the snapshot nor the log it still has to read
 * is removed; one that asks for nothing for {@value #IDLE_SECONDS} s ends. Thread-safe.
 */
public final class CopySource implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CopySource.class);
    static final int IDLE_SECONDS = 60;
    private static final int MAX_SESSIONS = 8;

    /** Room for the largest entry, and for the message around it. */
    private static final int MAX_PART_BYTES = 4 << 20;

    private final String group;
    private final CommitLog log;
    private final SnapshotFiles files;
    private final Runnable takeSnapshot;
    private final LogMender mender;
    private final LongSupplier nanoClock;
    private final Map<Long, Session> sessions = new HashMap<>();
    private long lastSession;

    /**
     * Serves one group.
     *
     * @param takeSnapshot begins to take a snapshot if there is none that could be given out
     * @param mender mends what is found damaged in the log while it is given out to one who copies it
     */
    public CopySource(
            String group,
            CommitLog log,
            SnapshotFiles files,
            Runnable takeSnapshot,
            LogMender mender,
            LongSupplier nanoClock) {
        this.group = group;
        this.log = log;
        this.files = files;
        this.takeSnapshot = takeSnapshot;
        this.mender = mender;
        this.nanoClock = nanoClock;
        // So that a session of an earlier run of this process is not taken for one of this.
        this.lastSession = nanoClock.getAsLong();
    }

    private static final class Session {
        private final Manifest manifest;
        private SegmentLease lease;
        private long lastUsedNanos;

        Session(Manifest manifest, SegmentLease lease, long nowNanos) {
            this.manifest = manifest;
            this.lease = lease;
            this.lastUsedNanos = nowNanos;
        }
    }

    /**
     * Answers a request, see {@link CopyOffer}.
     *
     * @throws CopyRefusedException if it can not be served
     */
    public GetFileResponse read(GetFileRequest request) {
        String what = request.getFilename().substring(group.length() + 1);
        try {
            if (what.equals(CopyOffer.OPEN)) {
                return answer(true, open().encode());
            }
            if (what.equals(CopyOffer.ENTRIES)) {
                return answer(false, UnsafeByteOperations.unsafeWrap(entries(request)));
            }
            Session session = session(request.getReaderId());
            if (what.startsWith(CopyOffer.STATE)) {
                return state(session, what.substring(CopyOffer.STATE.length()), request);
            }
            return switch (what) {
                case CopyOffer.LOG -> log(session, request);
                case CopyOffer.DAMAGED -> damaged(session);
                case CopyOffer.CLOSE -> close(request.getReaderId());
                default -> throw new CopyRefusedException("'" + what + "' is nothing that can be copied");
            };
        } catch (IOException | SnapshotException e) {
            LOG.warn("Group {}: a part of a copy can not be read", group, e);
            throw new CopyRefusedException("it can not be read: " + e.getMessage());
        }
    }

    private static GetFileResponse answer(boolean eof, ByteString data) {
        return GetFileResponse.newBuilder().setEof(eof).setData(data).build();
    }

    private synchronized CopyOffer open() throws IOException {
        if (sessions.size() >= MAX_SESSIONS) {
            throw new CopyRefusedException(MAX_SESSIONS + " copies are under way already, try again later");
        }
        Manifest manifest = files.lease();
        if (manifest == null) {
            takeSnapshot.run();
            throw new CopyRefusedException("there is no snapshot yet; one is being taken, try again");
        }
        ChainPoint start = log.start();
        SegmentLease lease;
        try {
            lease = log.lease(start.endOffset());
        } catch (OffsetRemovedException e) {
            files.release(manifest);
            throw new CopyRefusedException("the log has just been cut at its start, try again");
        }
        lastSession++;
        sessions.put(lastSession, new Session(manifest, lease, nanoClock.getAsLong()));
        LOG.info("Group {}: a replica copies the snapshot at index {}", group, manifest.index());
        return new CopyOffer(lastSession, start, manifest);
    }

    private synchronized Session session(long number) {
        Session session = sessions.get(number);
        if (session == null) {
            throw new CopyRefusedException("session " + number + " is not open, begin again");
        }
        session.lastUsedNanos = nanoClock.getAsLong();
        return session;
    }

    private static int count(GetFileRequest request) {
        if (request.getCount() < 1) {
            throw new CopyRefusedException("a part of " + request.getCount() + " bytes");
        }
        return (int) Math.min(request.getCount(), MAX_PART_BYTES);
    }

    private GetFileResponse log(Session session, GetFileRequest request) {
        long from = request.getOffset();
        long to = session.manifest.index();
        if (from < 1 || from > to) {
            throw new CopyRefusedException("entry " + from + " is not among those up to " + to);
        }
        try {
            ByteBuffer frames = frames(request, to);
            passed(session, CopiedFrames.offset(frames));
            return answer(false, UnsafeByteOperations.unsafeWrap(frames));
        } catch (OffsetRemovedException e) {
            throw new CopyRefusedException(String.valueOf(e.getMessage()));
        }
    }

    private ByteBuffer frames(GetFileRequest request, long to) {
        try {
            return mender.reading(log, () -> log.frames(request.getOffset(), to, count(request)));
        } catch (IllegalArgumentException | OffsetRemovedException e) {
            throw new CopyRefusedException(String.valueOf(e.getMessage()));
        } catch (CorruptLogException e) {
            LOG.warn("Group {}: what a replica copies is damaged here", group, e);
            throw new CopyRefusedException("it is damaged here, and no other replica has helped; try again");
        }
    }

    /** For a replica that mends its log. This one does not mend its own for that: two would wait for each other. */
    private ByteBuffer entries(GetFileRequest request) {
        try {
            return log.frames(request.getOffset(), log.lastIndex(), count(request));
        } catch (IllegalArgumentException | OffsetRemovedException e) {
            throw new CopyRefusedException(String.valueOf(e.getMessage()));
        } catch (CorruptLogException e) {
            LOG.warn("Group {}: another replica asks for what is damaged here", group, e);
            throw new CopyRefusedException("it is damaged here, too");
        }
    }

    /** What is before this part was received: nobody asks for the next one else. */
    private synchronized void passed(Session session, long offset) {
        if (offset > session.lease.fromOffset()) {
            SegmentLease before = session.lease;
            session.lease = log.lease(offset);
            before.close();
        }
    }

    private GetFileResponse state(Session session, String name, GetFileRequest request) throws IOException {
        byte[] bytes = files.read(session.manifest, name, request.getOffset(), count(request));
        return answer(bytes.length == 0, UnsafeByteOperations.unsafeWrap(bytes));
    }

    private GetFileResponse damaged(Session session) throws IOException {
        if (!files.verify(session.manifest)) {
            takeSnapshot.run();
        }
        return answer(true, ByteString.EMPTY);
    }

    private GetFileResponse close(long number) throws IOException {
        end(number);
        return answer(true, ByteString.EMPTY);
    }

    private synchronized void end(long number) throws IOException {
        Session session = sessions.remove(number);
        if (session != null) {
            session.lease.close();
            files.release(session.manifest);
        }
    }

    /** Whether a copy is under way. */
    public synchronized boolean isActive() {
        return !sessions.isEmpty();
    }

    /** Ends the sessions that have made no progress for too long; to be called from time to time. */
    public void expire() {
        long now = nanoClock.getAsLong();
        for (long number : idle(now)) {
            LOG.info("Group {}: a copy has stood still for {} s, its session ends", group, IDLE_SECONDS);
            try {
                end(number);
            } catch (IOException e) {
                LOG.warn("Group {}: a snapshot that is not needed any more could not be removed", group, e);
            }
        }
    }

    private synchronized List<Long> idle(long nowNanos) {
        return sessions.entrySet().stream()
                .filter(entry -> nowNanos - entry.getValue().lastUsedNanos > TimeUnit.SECONDS.toNanos(IDLE_SECONDS))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Ends all sessions. */
    @Override
    public synchronized void close() {
        sessions.values().forEach(session -> session.lease.close());
        sessions.clear();
    }
}
