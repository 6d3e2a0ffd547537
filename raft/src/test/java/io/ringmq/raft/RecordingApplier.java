package io.ringmq.raft;

import io.ringmq.raft.snapshot.ReplicaState;
import io.ringmq.store.commitlog.CommitLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Keeps what it is told, checks its order, and lets tests wait for it. A record's result is its text in capitals. */
final class RecordingApplier implements LogApplier, ReplicaState {

    static final int PATIENCE_S = 30;
    /** For conditions of which nobody tells this object. */
    private static final int POLL_MS = 20;

    private final List<String> texts = new ArrayList<>();
    private final List<String> events = new ArrayList<>();
    private final List<Long> bodyOffsets = new ArrayList<>();
    private long lastIndex;
    private int runs;
    private long leadingTerm;
    private @Nullable RaftPeer leader;
    private @Nullable Throwable failure;
    private @Nullable CommitLog checkedLog;
    private @Nullable RuntimeException toThrow;

    RecordingApplier(long bootIndex) {
        this.lastIndex = bootIndex;
    }

    /** From now on an entry that is not in this log when it is applied is an error. */
    synchronized void check(CommitLog log) {
        checkedLog = log;
    }

    synchronized void throwNext(RuntimeException e) {
        toThrow = e;
    }

    /** What an applier left in a checkpoint. */
    static RecordingApplier from(Path directory) {
        try {
            List<String> lines = Files.readAllLines(directory.resolve("texts"));
            RecordingApplier applier = new RecordingApplier(Long.parseLong(lines.get(0)));
            applier.texts.addAll(lines.subList(1, lines.size()));
            return applier;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** What a restart finds of it. */
    synchronized RecordingApplier restarted() {
        RecordingApplier applier = new RecordingApplier(lastIndex);
        applier.texts.addAll(texts);
        return applier;
    }

    @Override
    public synchronized long appliedIndex() {
        return lastIndex;
    }

    @Override
    public void flush() {}

    @Override
    public synchronized void checkpoint(Path directory) {
        try {
            Files.createDirectory(directory);
            Files.writeString(directory.resolve("texts"), lastIndex + "\n" + String.join("\n", texts));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public synchronized void apply(CommittedEntry entry, RecordResults results) {
        if (toThrow != null) {
            throw toThrow;
        }
        if (entry.index() <= lastIndex) {
            throw new IllegalStateException("index " + entry.index() + " after " + lastIndex);
        }
        if (checkedLog != null && checkedLog.storedIndex() < entry.index()) {
            throw new IllegalStateException(
                    "applied " + entry.index() + " ahead of the stored " + checkedLog.storedIndex());
        }
        lastIndex = entry.index();
        bodyOffsets.add(entry.bodyOffset());
        List<String> added = TextRecord.texts(entry.body());
        if (added.size() != entry.recordCount()) {
            throw new IllegalStateException(added.size() + " records, announced " + entry.recordCount());
        }
        for (int i = 0; i < added.size(); i++) {
            results.set(i, added.get(i).toUpperCase(java.util.Locale.ROOT));
        }
        texts.addAll(added);
    }

    @Override
    public synchronized void endOfRun() {
        runs++;
        notifyAll();
    }

    @Override
    public synchronized void leaderStarted(long term) {
        leadingTerm = term;
        events.add("started " + term);
        notifyAll();
    }

    @Override
    public synchronized void leaderStopped(long term) {
        leadingTerm = 0;
        events.add("stopped " + term);
        notifyAll();
    }

    @Override
    public synchronized void leaderChanged(@Nullable RaftPeer newLeader, long term) {
        leader = newLeader;
        notifyAll();
    }

    @Override
    public synchronized void failed(Throwable cause) {
        failure = cause;
        notifyAll();
    }

    synchronized void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
        while (!condition.getAsBoolean()) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                throw new AssertionError("gave up waiting for " + what + "; applied " + texts.size() + " up to index "
                        + lastIndex + ", leader " + leader + ", failure " + failure);
            }
            try {
                wait(Math.min(left, POLL_MS));
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    void awaitTexts(List<String> expected) {
        await("texts " + expected, () -> texts.size() >= expected.size());
    }

    void awaitContains(String text) {
        await("text " + text, () -> texts.contains(text));
    }

    void awaitLeading() {
        await("leadership", () -> leadingTerm != 0);
    }

    void awaitFailure() {
        await("failure", () -> failure != null);
    }

    void awaitFollowing() {
        await("a leader elsewhere", () -> leader != null && leadingTerm == 0);
    }

    synchronized boolean knowsLeader() {
        return leader != null;
    }

    synchronized @Nullable RaftPeer knownLeader() {
        return leader;
    }

    synchronized List<String> texts() {
        return List.copyOf(texts);
    }

    synchronized List<String> events() {
        return List.copyOf(events);
    }

    synchronized List<Long> bodyOffsets() {
        return List.copyOf(bodyOffsets);
    }

    synchronized long lastIndex() {
        return lastIndex;
    }

    synchronized int runs() {
        return runs;
    }
}
