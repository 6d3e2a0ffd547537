package io.ringmq.raft.storage;

import com.alipay.sofa.jraft.conf.Configuration;
import com.alipay.sofa.jraft.conf.ConfigurationManager;
import com.alipay.sofa.jraft.entity.EnumOutter.EntryType;
import com.alipay.sofa.jraft.entity.LogEntry;
import com.alipay.sofa.jraft.entity.LogId;
import com.alipay.sofa.jraft.option.LogStorageOptions;
import com.alipay.sofa.jraft.storage.LogStorage;
import com.alipay.sofa.jraft.util.Endpoint;
import io.ringmq.store.commitlog.CommitLog;
import io.ringmq.store.commitlog.Frame;
import io.ringmq.store.commitlog.FrameInput;
import io.ringmq.store.commitlog.FrameType;
import io.ringmq.store.record.RecordFormat;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * JRaft's log, kept in the CommitLog.
 *
 * <p>JRaft calls the methods that change the log on one thread; {@link #getEntry} comes from many. An append either
 * stores every entry or reports none stored, whereupon JRaft stops the node: its own queues can lose a batch without
 * noticing, and the strict contiguity of {@link CommitLog#append} turns that hole into a clean stop.
 */
final class CommitLogStorage implements LogStorage {

    private static final Logger LOG = LoggerFactory.getLogger(CommitLogStorage.class);
    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

    private final CommitLog log;
    private final StoredGate gate;
    private final Consumer<Throwable> failed;
    private final Consumer<Endpoint> connect;
    private final DiskWait writes;
    private final MendedReads mended;
    private final RecentEntries recent = new RecentEntries();

    /**
     * @param listener told once about each failure to change or read the log, and about every member as soon as its
     *     configuration is stored: an election has no time to connect
     */
    CommitLogStorage(CommitLog log, StoredGate gate, GroupStorage.Listener listener) {
        this.log = log;
        this.gate = gate;
        this.failed = listener.failed();
        this.connect = listener.connect();
        this.writes = listener.writes();
        this.mended = listener.mended();
    }

    @Override
    public boolean init(LogStorageOptions options) {
        ConfigurationManager configurations = options.getConfigurationManager();
        for (Frame frame : log.confFrames()) {
            LogEntry entry = entry(frame);
            if (!configurations.add(ConfigurationBody.configuration(entry))) {
                LOG.error("Configuration entry {} does not follow the one before it", frame.index());
                return false;
            }
            connectMembers(entry);
        }
        return true;
    }

    /** The log stays open: its owner closes it when no reader is left. */
    @Override
    public void shutdown() {}

    @Override
    public long getFirstLogIndex() {
        return log.firstIndex();
    }

    @Override
    public long getLastLogIndex() {
        return log.lastIndex();
    }

    @Override
    // JRaft's contract: null for an entry that is not there; it stops the node if the entry should be.
    @SuppressWarnings("NullAway")
    public @Nullable LogEntry getEntry(long index) {
        LogEntry kept = recent.find(index);
        if (kept != null) {
            return kept;
        }
        try {
            Frame frame = mended.read(() -> log.read(index));
            return frame == null ? null : entry(frame);
        } catch (RuntimeException e) {
            LOG.error("Index {} cannot be read; this node stops", index, e);
            failed.accept(e);
            return null;
        }
    }

    /** A new entry each time: JRaft changes the LogId objects it is given. */
    private static LogEntry entry(Frame frame) {
        LogEntry entry = new LogEntry(entryType(frame.type()));
        entry.setId(new LogId(frame.index(), frame.term()));
        if (frame.type() == FrameType.CONF) {
            ConfigurationBody.decode(frame.body(), entry);
        } else {
            entry.setData(frame.body());
        }
        return entry;
    }

    private static EntryType entryType(FrameType type) {
        return switch (type) {
            case DATA -> EntryType.ENTRY_TYPE_DATA;
            case CONF -> EntryType.ENTRY_TYPE_CONFIGURATION;
            case NOOP -> EntryType.ENTRY_TYPE_NO_OP;
            case PAD -> throw new IllegalStateException("a PAD frame is not an entry");
        };
    }

    @Override
    @Deprecated
    public long getTerm(long index) {
        return log.term(index);
    }

    @Override
    public boolean appendEntry(LogEntry entry) {
        return appendEntries(List.of(entry)) == 1;
    }

    @Override
    public int appendEntries(List<LogEntry> entries) {
        List<FrameInput> frames = new ArrayList<>(entries.size());
        return change("append", () -> {
                    entries.forEach(entry -> frames.add(frame(entry)));
                    log.append(frames);
                    recent.appended(entries);
                    entries.forEach(this::connectMembers);
                })
                ? entries.size()
                : 0;
    }

    private void connectMembers(LogEntry entry) {
        if (entry.getType() == EntryType.ENTRY_TYPE_CONFIGURATION) {
            Configuration members = ConfigurationBody.configuration(entry).getConf();
            members.getPeers().forEach(peer -> connect.accept(peer.getEndpoint()));
            members.getLearners().forEach(peer -> connect.accept(peer.getEndpoint()));
        }
    }

    private static FrameInput frame(LogEntry entry) {
        long index = entry.getId().getIndex();
        long term = entry.getId().getTerm();
        return switch (entry.getType()) {
            case ENTRY_TYPE_DATA -> {
                ByteBuffer body = entry.getData() == null ? EMPTY : entry.getData();
                yield new FrameInput(index, term, FrameType.DATA, recordCount(index, body), body);
            }
            case ENTRY_TYPE_CONFIGURATION ->
                new FrameInput(index, term, FrameType.CONF, 0, ConfigurationBody.encode(entry));
            case ENTRY_TYPE_NO_OP -> new FrameInput(index, term, FrameType.NOOP, 0, EMPTY);
            default -> throw new IllegalStateException("entry " + index + " has type " + entry.getType());
        };
    }

    /** Counts by the length fields; the checksums are verified where the records are read. */
    private static int recordCount(long index, ByteBuffer body) {
        int count = 0;
        int position = body.position();
        while (position < body.limit()) {
            int left = body.limit() - position - RecordFormat.HEADER_BYTES;
            int payloadBytes = left < 0 ? -1 : body.getInt(position);
            if (payloadBytes < 0 || payloadBytes > left) {
                throw new IllegalStateException("entry " + index + " is not a run of records at byte " + position);
            }
            position += RecordFormat.HEADER_BYTES + payloadBytes;
            count++;
        }
        return count;
    }

    @Override
    public boolean truncatePrefix(long firstIndexKept) {
        return change("truncatePrefix", () -> {
            recent.clear();
            log.truncatePrefix(firstIndexKept);
        });
    }

    @Override
    public boolean truncateSuffix(long lastIndexKept) {
        return change("truncateSuffix", () -> {
            recent.clear();
            log.truncateSuffix(lastIndexKept);
        });
    }

    @Override
    public boolean reset(long nextLogIndex) {
        return change("reset", () -> {
            recent.clear();
            log.reset(nextLogIndex);
        });
    }

    // Whatever goes wrong, JRaft must see a failed call, not an exception: an exception would leave the callbacks of
    // the batch, and the apply thread at the gate, waiting for ever.
    private boolean change(String what, Runnable change) {
        try {
            writes.during(change);
            return true;
        } catch (RuntimeException e) {
            LOG.error("The log failed in {} after index {}; this node stops", what, log.lastIndex(), e);
            gate.fail(e);
            failed.accept(e);
            return false;
        }
    }
}
