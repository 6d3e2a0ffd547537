package io.ringmq.broker.state;

import io.ringmq.broker.state.ApplyResult.Skipped;
import io.ringmq.store.record.ProposedRecord;
import io.ringmq.store.record.RecordFormat;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A log of random commands, and the fold of the model over any beginning of it. */
final class RandomLog {

    static final List<String> TOPICS = List.of("a", "b", "%RETRY%g1", SystemTopics.SCHEDULE);
    static final List<String> GROUPS = List.of("g1", "g10", "mover");
    static final List<String> CLIENTS = List.of("c1", "c2");
    static final int QUEUES = 4;

    private static final int MAX_RECORDS = 8;
    private static final int FRAME_HEADER_BYTES = 56;
    private static final List<String> TAGS = List.of("", "red", "blue");

    /** What a record does to the model, given where its payload lies in the log. */
    private interface Effect {
        ApplyResult on(RingModel model, long physicalOffset);
    }

    private record Command(ProposedRecord record, Effect effect, int guards) {}

    private record LogEntry(Entry entry, List<Command> commands) {}

    private final Random random;
    private final List<LogEntry> entries = new ArrayList<>();
    private final Map<Long, List<ApplyResult>> resultsByIndex = new HashMap<>();
    private long clockMs = 1000;
    private long endOffset;
    private long term = 1;
    private long uptimeMs;

    RandomLog(Random random, int size) {
        this.random = random;
        long index = 0;
        for (int i = 0; i < size; i++) {
            // Raft keeps entries of its own in between.
            index += random.nextInt(10) == 0 ? 2 : 1;
            add(index);
        }
        fold(index);
    }

    private void add(long index) {
        if (random.nextInt(8) == 0) {
            term++;
            uptimeMs = random.nextInt(1_000_000);
        }
        List<Command> commands = new ArrayList<>();
        for (int i = random.nextInt(MAX_RECORDS + 1); i > 0; i--) {
            commands.add(command());
        }
        long bodyOffset = endOffset + FRAME_HEADER_BYTES;
        Entry entry = Entry.of(
                index, term, bodyOffset, commands.stream().map(Command::record).toList());
        endOffset = bodyOffset + entry.body().remaining();
        entries.add(new LogEntry(entry, commands));
    }

    List<Entry> entries() {
        return entries.stream().map(LogEntry::entry).toList();
    }

    /** The results of the records of an entry. */
    List<ApplyResult> results(Entry entry) {
        List<ApplyResult> results = resultsByIndex.get(entry.index());
        return results == null ? List.of() : results;
    }

    /** The model after all entries up to an index. */
    RingModel fold(long lastIndex) {
        RingModel model = new RingModel();
        for (LogEntry entry : entries) {
            if (entry.entry().index() <= lastIndex) {
                List<ApplyResult> results = new ArrayList<>();
                apply(model, entry, results);
                model.applied(entry.entry().index());
                resultsByIndex.put(entry.entry().index(), results);
            }
        }
        return model;
    }

    private static void apply(RingModel model, LogEntry entry, List<ApplyResult> results) {
        long position = entry.entry().bodyOffset();
        int skip = 0;
        for (Command command : entry.commands()) {
            ApplyResult result = new Skipped();
            if (skip == 0) {
                result = command.effect().on(model, position + RecordFormat.HEADER_BYTES);
            } else {
                skip--;
            }
            if (result instanceof Skipped) {
                skip = Math.max(skip, command.guards());
            }
            results.add(result);
            position += RecordFormat.sizeOf(command.record());
        }
    }

    private <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private Command command() {
        int kind = random.nextInt(120);
        if (kind < 50) {
            return message();
        } else if (kind < 65) {
            return commit();
        } else if (kind < 75) {
            return putTopic();
        } else if (kind < 80) {
            String topic = any(TOPICS);
            return plain(Records.deleteTopic(topic), (model, at) -> model.deleteTopic(topic));
        } else if (kind < 85) {
            return putGroup();
        } else if (kind < 88) {
            String group = any(GROUPS);
            boolean removeOffsets = random.nextBoolean();
            return plain(
                    Records.deleteGroup(group, removeOffsets), (model, at) -> model.deleteGroup(group, removeOffsets));
        } else if (kind < 97) {
            return condition();
        } else if (kind >= 100) {
            return aboutLocks(kind);
        }
        LeaderAddress address = new LeaderAddress(random.nextInt(3), "h", 1 + random.nextInt(2), "n0");
        return plain(Records.leaderAddress(address), (model, at) -> model.announce(address));
    }

    private static Command plain(ProposedRecord record, Effect effect) {
        return new Command(record, effect, 0);
    }

    private Command message() {
        TopicQueue queue = new TopicQueue(any(TOPICS), random.nextInt(QUEUES));
        String tag = any(TAGS);
        clockMs += random.nextInt(3);
        long storedMs = clockMs;
        ByteBuffer encoded = WireMessages.message(queue.topic(), queue.queueId(), storedMs, WireMessages.tags(tag));
        int sizeBytes = encoded.remaining();
        return plain(
                Records.message(encoded), (model, at) -> model.message(queue, at, sizeBytes, tag.hashCode(), storedMs));
    }

    private Command commit() {
        List<OffsetCommit> commits = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            commits.add(new OffsetCommit(any(GROUPS), any(TOPICS), random.nextInt(QUEUES), random.nextInt(5)));
        }
        return random.nextInt(5) == 0
                ? plain(Records.resetOffsets(commits), (model, at) -> model.reset(commits))
                : plain(Records.commitOffsets(commits), (model, at) -> model.commit(commits));
    }

    private Command putTopic() {
        TopicConfig config = TopicConfig.of(any(TOPICS), 1 + random.nextInt(QUEUES), random.nextInt(8));
        boolean onlyIfAbsent = random.nextBoolean();
        return plain(Records.putTopic(config, onlyIfAbsent), (model, at) -> model.putTopic(config, onlyIfAbsent));
    }

    private Command putGroup() {
        GroupConfig config = new GroupConfig(
                any(GROUPS), random.nextBoolean(), true, true, false, 1, random.nextInt(3), 0, 1, true, 0, 15, null);
        boolean onlyIfAbsent = random.nextBoolean();
        return plain(Records.putGroup(config, onlyIfAbsent), (model, at) -> model.putGroup(config, onlyIfAbsent));
    }

    private Command condition() {
        OffsetCondition condition = new OffsetCondition(
                any(GROUPS),
                any(TOPICS),
                random.nextInt(2),
                random.nextInt(4) - 1,
                random.nextInt(3),
                random.nextInt(4));
        return new Command(
                Records.condition(condition), (model, at) -> model.condition(condition), condition.guardedRecords());
    }

    private Command aboutLocks(int kind) {
        String group = any(GROUPS);
        String client = any(CLIENTS);
        List<TopicQueue> queues = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            queues.add(new TopicQueue(any(TOPICS), random.nextInt(QUEUES)));
        }
        if (kind < 103) {
            UnlockRequest unlock = new UnlockRequest(group, client, queues);
            return plain(Records.unlockQueues(unlock), (model, at) -> model.unlock(unlock));
        }
        LeaderTime time = time();
        long entryTerm = term;
        if (kind < 106) {
            return plain(Records.expireLocks(time), (model, at) -> model.locks.expire(time, entryTerm));
        }
        LockRequest lock = new LockRequest(group, client, queues, time);
        return plain(Records.lockQueues(lock), (model, at) -> model.lock(lock, entryTerm));
    }

    /** A little later mostly, sometimes much later or a moment earlier, and now and then of another term. */
    private LeaderTime time() {
        int step = random.nextInt(10);
        uptimeMs += step == 0 ? QueueLocks.LIFE_MS : step * 1_000L;
        long readInTerm = random.nextInt(20) == 0 ? term - 1 : term;
        return new LeaderTime(readInTerm, uptimeMs - random.nextInt(2));
    }
}
