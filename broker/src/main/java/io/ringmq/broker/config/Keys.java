package io.ringmq.broker.config;

import io.ringmq.store.commitlog.FlushMode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Every key of a broker's properties file; docs/configuration.md is generated from this list. */
final class Keys {
    private static final long MIN_MAX_LOG_BYTES = 16L << 20;

    static final Key<String> CLUSTER_NAME = Key.text(
            "clusterName",
            "DefaultCluster",
            "1 to 64 characters",
            "The cluster that clients and tools see; the same on every node.");
    static final Key<String> NODE_ID =
            Key.text("nodeId", null, "one of the members", "Which of the members this node is.");
    static final Key<List<Member>> MEMBERS = new Key<>(
            "members",
            null,
            "nodeId=host:port, separated by commas",
            "The nodes of the cluster and their Raft endpoints, in the same spelling on every node. They found the rings; from"
                    + " then on the rings' logs tell who belongs to them, and raft-admin changes it.",
            Member::parseList);
    static final Key<Boolean> JOIN = Key.flag(
            "join",
            false,
            "Set on a new node that raft-admin is to add to rings that exist: it starts with nothing and waits. Its members are"
                    + " itself and nodes of those rings. Without effect once the node has been added.");
    static final Key<List<RingEndpoint>> RINGS = new Key<>(
            "rings",
            "ring-0:10911",
            "name:port, separated by commas",
            "The rings this node hosts, each with its own client port here. Every node lists the same names; ports may differ."
                    + " A name may be room@name, for consumers that share queues by machine room.",
            RingEndpoint::parseList);
    static final Key<String> DATA_DIR = Key.text(
            "dataDir",
            null,
            "a directory",
            "Holds the logs and states of all rings of the node. Never share it between nodes.");
    static final Key<String> BIND_ADDRESS = Key.text(
            "bindAddress",
            "127.0.0.1",
            "an address of this host",
            "Where the client ports and the Raft port listen. The default keeps an unconfigured node off the network.");
    static final Key<String> ADVERTISED_ADDRESS = Key.text(
            "advertisedAddress",
            "127.0.0.1",
            "host name or address",
            "The address under which clients reach this node; it is registered with the nameservers and is part of message ids.");
    static final Key<List<String>> NAMESERVERS = new Key<>(
            "namesrvAddr",
            "127.0.0.1:9876",
            "host:port, separated by ';' or ','",
            "All nameservers. The node registers with each of them on its own; one that is down does not delay the others.",
            Keys::addresses);

    static final Key<Optional<Path>> ADMIN_KEY_FILE = new Key<>(
            "adminKeyFile",
            "none",
            "a file, or none",
            "Holds the secret that raft-admin signs its requests with, 32 characters or more, readable by its owner only; the same"
                    + " on every node. With none the node takes no admin requests.",
            text -> text.strip().equals("none") ? Optional.empty() : Optional.of(Path.of(text.strip())));

    static final Key<FlushMode> FLUSH = new Key<>(
            "flush",
            "sync",
            "sync or async",
            "sync: a send is acknowledged when a majority has it on disk (fsync). async: when a majority has it in the page cache;"
                    + " it is forced to disk every 500 ms. A power cut of a majority can then lose acknowledged messages, that of a"
                    + " minority can not.",
            Keys::flushMode);
    static final Key<Long> SEGMENT_BYTES = Key.bytes(
            "segmentBytes",
            "1GiB",
            8L << 20,
            2L << 30,
            "Size of a log segment file. It decides physical offsets, so it must be the same on every node and never change.");
    static final Key<Long> STATE_MEMORY_BYTES = Key.bytes(
            "stateMemoryBytes",
            "64MiB",
            8L << 20,
            8L << 30,
            "Memory for unflushed state of one ring; when full, state is flushed to disk.");
    static final Key<Integer> STATE_FLUSH_INTERVAL_MS = Key.integer(
            "stateFlushIntervalMs",
            60_000,
            1_000,
            3_600_000,
            "How often at least a ring's state is flushed. Whenever 64 MiB of log have come, it is flushed anyway, looked at"
                    + " every second. Both bound the part of the log that is applied again after a crash.");
    static final Key<Long> MIN_FREE_DISK_BYTES = Key.bytes(
            "minFreeDiskBytes",
            "256MiB",
            1L << 20,
            1L << 50,
            "Below this much free space under dataDir the node refuses messages (and says so) while reads, consumer offsets and"
                    + " deletions go on.");

    static final Key<Integer> FILE_RESERVED_TIME = Key.integer(
            "fileReservedTime",
            72,
            1,
            87_600,
            "Hours for which a log segment is kept after it was last written to. Beyond them it is deleted in an hour of deleteWhen,"
                    + " or at once when the disk is fuller than diskMaxUsedSpaceRatio.");
    static final Key<Set<Integer>> DELETE_WHEN = new Key<>(
            "deleteWhen",
            "04",
            "hours from 00 to 23, separated by ';'",
            "The hours of the day, in the time zone of the machine, in which old segments are deleted.",
            RetentionSettings::parseHours);
    static final Key<Long> MAX_LOG_BYTES = new Key<>(
            "maxLogBytes",
            "unlimited",
            "16MiB or more, or unlimited",
            "Size of one ring's log on this node beyond which its oldest segments are deleted, whatever their age and the hour.",
            Keys::maxLogBytes);
    static final Key<Integer> DISK_MAX_USED_RATIO = Key.integer(
            "diskMaxUsedSpaceRatio",
            75,
            10,
            100,
            "Percent of the disk under dataDir. When more is used, segments older than fileReservedTime are deleted at once.");
    static final Key<Integer> DISK_CLEAN_FORCIBLY_RATIO = Key.integer(
            "diskSpaceCleanForciblyRatio",
            85,
            10,
            100,
            "Percent of the disk. When more is used, the oldest segments of the node are deleted whatever their age; 100 never does"
                    + " that.");
    static final Key<Integer> DISK_WARNING_RATIO = Key.integer(
            "diskSpaceWarningLevelRatio",
            90,
            10,
            100,
            "Percent of the disk. When more is used, messages are refused as with minFreeDiskBytes; 100 leaves it to that.");
    static final Key<Long> SNAPSHOT_EVERY_BYTES = Key.bytes(
            "snapshotEveryBytes",
            "2GiB",
            1L << 20,
            1L << 40,
            "Bytes of log after which a ring takes a snapshot. Log that two snapshots cover may be deleted, and a replica that is"
                    + " further behind catches up from a copy.");
    static final Key<Integer> SNAPSHOT_EVERY_MINUTES = Key.integer(
            "snapshotEveryMinutes",
            30,
            1,
            10_080,
            "A ring in which anything happened takes a snapshot at least this often.");
    static final Key<Long> SNAPSHOT_COPY_BYTES_PER_SECOND = Key.bytes(
            "snapshotCopyBytesPerSecond",
            "64MiB",
            1L << 20,
            16L << 30,
            "How fast a replica that is far behind copies log and state from the leader; it bounds what that takes of the"
                    + " leader's disk and network.");

    static final Key<Integer> ELECTION_TIMEOUT_MS = Key.integer(
            "electionTimeoutMs",
            500,
            100,
            60_000,
            "A follower that hears nothing from the leader for this long starts an election. Keep it above five times the worst"
                    + " pause (garbage collection, disk) plus the round trip; 1000 on shared cloud disks.");
    static final Key<Integer> ELECTION_JITTER_MS = Key.integer(
            "electionJitterMs",
            150,
            10,
            60_000,
            "Random extra wait before an election, so that two nodes rarely stand at once.");
    static final Key<Integer> HEARTBEATS_PER_TIMEOUT = Key.integer(
            "heartbeatsPerElectionTimeout",
            5,
            2,
            20,
            "How many heartbeats the leader sends within one electionTimeoutMs.");
    static final Key<Long> MAX_BATCH_BYTES = Key.bytes(
            "maxBatchBytes",
            "512KiB",
            64L << 10,
            4L << 20,
            "Upper bound of the requests that share one Raft entry; one larger request still gets an entry of its own.");
    static final Key<Integer> MAX_BATCHES_IN_FLIGHT = Key.integer(
            "maxBatchesInFlight",
            2,
            1,
            64,
            "Raft entries under way per ring; while all are under way, new requests gather in the next one.");
    static final Key<Long> MAX_PENDING_BYTES = Key.bytes(
            "maxPendingBytes",
            "64MiB",
            8L << 20,
            4L << 30,
            "Bytes of requests per ring that wait for replication. Beyond it sends are answered with SYSTEM_BUSY.");

    static final Key<Integer> MAX_MESSAGE_BYTES = Key.integer(
            "maxMessageBytes", 4 << 20, 1024, 4 << 20, "Largest accepted message body, and largest body of a batch.");
    static final Key<Boolean> AUTO_CREATE_TOPICS = Key.flag(
            "autoCreateTopicEnable",
            false,
            "Whether a send to an unknown topic creates it after the model of the default topic TBW102, as in RocketMQ.");
    static final Key<Integer> DEFAULT_QUEUES = Key.integer(
            "defaultTopicQueueNums",
            8,
            1,
            1024,
            "Queues of TBW102, the upper bound for an automatically created topic.");
    static final Key<Boolean> AUTO_CREATE_GROUPS = Key.flag(
            "autoCreateSubscriptionGroup",
            true,
            "Whether the first heartbeat of an unknown consumer group creates it.");
    static final Key<String> DELAY_LEVELS = Key.text(
            "messageDelayLevel",
            "1s 5s 10s 30s 1m 2m 3m 4m 5m 6m 7m 8m 9m 10m 20m 30m 1h 2h",
            "1 to 18 times with s, m, h or d",
            "The delay of each delay level, level 1 first; the same on every node.");
    static final Key<Integer> TIMER_MAX_DELAY_SEC = Key.integer(
            "timerMaxDelaySec",
            3 * 24 * 3600,
            1,
            366 * 24 * 3600,
            "The longest time in seconds that a message can be sent ahead of its delivery; the same on every node.");
    static final Key<Integer> OFFSET_COMMIT_INTERVAL_MS = Key.integer(
            "offsetCommitIntervalMs",
            100,
            1,
            10_000,
            "How long consumer offsets gather before they are replicated as one record.");
    static final Key<Long> FOLLOWER_READ_BYTES = Key.bytes(
            "followerReadBytes",
            "1GiB",
            1L << 20,
            1L << 50,
            "A consumer that reads messages further than this from the end of the log is told to read from a follower, and to come"
                    + " back to the leader when it is nearer.");

    static final Key<Integer> IO_THREADS =
            Key.integer("ioThreads", 2, 1, 64, "Network event loops, shared by all rings of the process.");
    static final Key<Integer> WORKER_THREADS =
            Key.integer("workerThreads", 4, 1, 256, "Threads per ring for requests that read from disk.");
    static final Key<Integer> MAX_CONNECTIONS = Key.integer(
            "maxConnections",
            20_000,
            10,
            1_000_000,
            "Client connections per ring; beyond it new ones are closed at once.");
    static final Key<Long> MAX_REQUEST_BYTES_IN_FLIGHT = Key.bytes(
            "maxRequestBytesInFlight",
            "128MiB",
            16L << 20,
            16L << 30,
            "Bytes of unanswered client requests per ring; beyond it the node stops reading from its connections.");
    static final Key<Integer> MAX_LONG_POLLS = Key.integer(
            "maxLongPolls",
            100_000,
            100,
            10_000_000,
            "Pull requests per ring that may wait for new messages; beyond it a pull is answered at once.");

    static final Key<Integer> TRANSACTION_CHECK_INTERVAL_MS = Key.integer(
            "transactionCheckInterval",
            30_000,
            1_000,
            3_600_000,
            "Milliseconds from one question about a transaction that its producer has not ended to the next. The first is asked"
                    + " 6 s after the half message, or after its CHECK_IMMUNITY_TIME_IN_SECONDS; after 15 the message goes to"
                    + " TRANS_CHECK_MAX_TIME_TOPIC.");

    static final List<Key<?>> ALL = List.of(
            CLUSTER_NAME,
            NODE_ID,
            MEMBERS,
            JOIN,
            RINGS,
            DATA_DIR,
            BIND_ADDRESS,
            ADVERTISED_ADDRESS,
            NAMESERVERS,
            ADMIN_KEY_FILE,
            FLUSH,
            SEGMENT_BYTES,
            STATE_MEMORY_BYTES,
            STATE_FLUSH_INTERVAL_MS,
            MIN_FREE_DISK_BYTES,
            FILE_RESERVED_TIME,
            DELETE_WHEN,
            MAX_LOG_BYTES,
            DISK_MAX_USED_RATIO,
            DISK_CLEAN_FORCIBLY_RATIO,
            DISK_WARNING_RATIO,
            SNAPSHOT_EVERY_BYTES,
            SNAPSHOT_EVERY_MINUTES,
            SNAPSHOT_COPY_BYTES_PER_SECOND,
            ELECTION_TIMEOUT_MS,
            ELECTION_JITTER_MS,
            HEARTBEATS_PER_TIMEOUT,
            MAX_BATCH_BYTES,
            MAX_BATCHES_IN_FLIGHT,
            MAX_PENDING_BYTES,
            MAX_MESSAGE_BYTES,
            AUTO_CREATE_TOPICS,
            DEFAULT_QUEUES,
            AUTO_CREATE_GROUPS,
            DELAY_LEVELS,
            TRANSACTION_CHECK_INTERVAL_MS,
            TIMER_MAX_DELAY_SEC,
            OFFSET_COMMIT_INTERVAL_MS,
            FOLLOWER_READ_BYTES,
            IO_THREADS,
            WORKER_THREADS,
            MAX_CONNECTIONS,
            MAX_REQUEST_BYTES_IN_FLIGHT,
            MAX_LONG_POLLS);

    private Keys() {}

    private static FlushMode flushMode(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "sync" -> FlushMode.SYNC;
            case "async" -> FlushMode.ASYNC;
            default -> throw new IllegalArgumentException("'" + text + "' is neither sync nor async");
        };
    }

    private static long maxLogBytes(String text) {
        if (text.strip().equals("unlimited")) {
            return Long.MAX_VALUE;
        }
        long bytes = ByteSize.parse(text);
        if (bytes < MIN_MAX_LOG_BYTES) {
            throw new IllegalArgumentException(bytes + " is below " + MIN_MAX_LOG_BYTES);
        }
        return bytes;
    }

    private static List<String> addresses(String text) {
        List<String> addresses = Arrays.stream(text.split("[;,]"))
                .map(String::strip)
                .filter(a -> !a.isEmpty())
                .toList();
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("names no nameserver");
        }
        for (String address : addresses) {
            int colon = address.lastIndexOf(':');
            if (colon <= 0) {
                throw new IllegalArgumentException("'" + address + "' is not of the form host:port");
            }
            Ports.parse(address.substring(colon + 1));
        }
        return addresses;
    }
}
