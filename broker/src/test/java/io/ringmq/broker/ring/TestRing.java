package io.ringmq.broker.ring;

import io.ringmq.broker.admin.AdminAccess;
import io.ringmq.broker.offset.OffsetCommits;
import io.ringmq.broker.proposal.RingIdentity;
import io.ringmq.broker.pull.LongPolling;
import io.ringmq.broker.pull.PullLimits;
import io.ringmq.broker.relay.Peers;
import io.ringmq.broker.send.SendLimits;
import io.ringmq.broker.state.RingView;
import io.ringmq.broker.topic.AutoCreation;
import io.ringmq.broker.transaction.TransactionSettings;
import io.ringmq.broker.twin.FakeConnection;
import io.ringmq.broker.twin.FakeNameservers;
import io.ringmq.broker.twin.FakeNode;
import io.ringmq.broker.twin.ManualTimer;
import io.ringmq.broker.twin.Reply;
import io.ringmq.raft.RaftGroup;
import io.ringmq.raft.SoloRaftGroup;
import io.ringmq.remoting.admin.AdminKey;
import io.ringmq.remoting.body.MalformedBodyException;
import io.ringmq.remoting.header.CreateTopicHeader;
import io.ringmq.remoting.header.PullMessageHeader;
import io.ringmq.remoting.header.SendMessageHeader;
import io.ringmq.remoting.message.DelayLevels;
import io.ringmq.remoting.message.MessageLayout;
import io.ringmq.remoting.message.UniqueMessageIds;
import io.ringmq.remoting.message.WireMessage;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.CommandException;
import io.ringmq.remoting.protocol.ConnectionFailedException;
import io.ringmq.remoting.protocol.Header;
import io.ringmq.remoting.protocol.RequestCode;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.HandlerTable;
import io.ringmq.store.commitlog.CommitLog;
import io.ringmq.store.commitlog.CommitLogOptions;
import io.ringmq.store.disk.MemoryDisk;
import io.ringmq.store.state.MemoryStateStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A ring of one replica without Raft, disk and network, on a clock that the test moves. Everything runs inline. */
public final class TestRing implements AutoCloseable {
    public static final int MAX_BODY_BYTES = 64 << 10;
    public static final long MAX_DELAY_MS = 3_600_000;
    public static final long SEGMENT_BYTES = 1 << 20;
    public static final InetSocketAddress ADDRESS = new InetSocketAddress(InetAddress.getLoopbackAddress(), 10_911);

    public static final AdminKey ADMIN_KEY = AdminKey.of("0123456789abcdef0123456789abcdef");

    public final ManualTimer timer = new ManualTimer(1_700_000_000_000L);
    public final FakeConnection connection = new FakeConnection(50_001);
    public final FakeNameservers nameservers = new FakeNameservers();
    public final FakeNode node = new FakeNode();
    /** Where the log lies. */
    public final MemoryDisk files = new MemoryDisk();
    /** Why writes are refused, null if they are taken. */
    public @Nullable String closedBecause;

    private final Worker worker = new Worker();
    private final Ring ring;
    private final SoloRaftGroup group;

    public TestRing() {
        this(new AutoCreation(true, 8, true));
    }

    public TestRing(AutoCreation autoCreation) {
        RingIdentity identity = new RingIdentity("DefaultCluster", "ring-0", "n0", ADDRESS);
        RingSettings settings = new RingSettings(
                identity,
                autoCreation,
                DelayLevels.standard(),
                new SendLimits(MAX_BODY_BYTES, 1_000, MAX_DELAY_MS),
                new PullLimits(32, 16 << 10, 64, 25_000, 1L << 30),
                new OffsetCommits.Bounds(100, 4),
                new LongPolling.Bounds(2, 4),
                TransactionSettings.everyMs(30_000));
        UniqueMessageIds ids = new UniqueMessageIds(ADDRESS.getAddress(), 1, timer, new Random(1));
        RingRuntime runtime = new RingRuntime(
                timer,
                timer::millis,
                timer,
                worker,
                new Random(1),
                ids,
                () -> closedBecause,
                nameservers,
                noPeers(),
                new AdminAccess(ADMIN_KEY, node));
        ring = Ring.open(
                settings, runtime, new MemoryStateStore(), applier -> new SoloRaftGroup("ring-0", openLog(), applier));
        group = (SoloRaftGroup) ring.group();
    }

    public RaftGroup group() {
        return group;
    }

    private static Peers noPeers() {
        return (address, request, timeoutMs) ->
                CompletableFuture.failedFuture(new ConnectionFailedException("no network to " + address));
    }

    private CommitLog openLog() {
        CommitLogOptions options =
                CommitLogOptions.defaults().withSegmentBytes(SEGMENT_BYTES).withPreallocateBytes(1 << 16);
        try {
            return CommitLog.open(files, options, Runnable::run);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes every segment but the one that is written to. */
    public void deleteSegments() {
        CommitLog log = group.log();
        log.truncatePrefix(log.lastIndex());
        log.deleteSegmentsBefore(Long.MAX_VALUE);
    }

    public Ring ring() {
        return ring;
    }

    public RingView view() {
        return ring.view();
    }

    /** The leader is deposed; nobody follows. */
    public void stepDown() {
        group.stepDown();
    }

    /** This replica belongs to the ring no more. */
    public void leave() {
        group.leave();
    }

    /** Handles a request as the transport does, over {@link #connection}. */
    public Reply handle(Command request) {
        return handle(request, connection);
    }

    /** Handles a request as the transport does. */
    public Reply handle(Command request, FakeConnection from) {
        HandlerTable.Entry entry = Objects.requireNonNull(ring.handlers().find(request.code()));
        Reply reply = new Reply(from);
        worker.execute(() -> {
            try {
                entry.handler().handle(request, reply);
            } catch (CommandException e) {
                reply.reply(request.reply(e.responseCode(), e.getMessage()));
            } catch (MalformedBodyException e) {
                reply.reply(request.reply(ResponseCode.INVALID_PARAMETER, e.getMessage()));
            }
        });
        return reply;
    }

    public Reply handle(int code, Header header) {
        return handle(Command.request(code, header));
    }

    /** Creates a topic. */
    public void createTopic(String topic, int queues) {
        handle(
                        RequestCode.UPDATE_AND_CREATE_TOPIC,
                        new CreateTopicHeader(topic, "TBW102", queues, queues, 6, "SINGLE_TAG", 0, false, null))
                .answer(ResponseCode.SUCCESS);
    }

    /** The header of a send to queue 0. */
    public static SendMessageHeader sendHeader(String topic, String properties) {
        return new SendMessageHeader(
                "pg", topic, "TBW102", 4, 0, 0, 1_700_000_000_000L, 7, properties, 0, false, null, false);
    }

    /** Sends a message to queue 0. */
    public Reply send(String topic, String body, String properties) {
        return handle(Command.request(RequestCode.SEND_MESSAGE_V2, sendHeader(topic, properties))
                .withBody(body.getBytes(StandardCharsets.UTF_8)));
    }

    /** The header of a pull from queue 0 without waiting, with an expression of its own. */
    public static PullMessageHeader pullHeader(String topic, long offset, String expression) {
        return new PullMessageHeader(
                "cg", topic, 0, offset, 32, PullMessageHeader.SUBSCRIPTION, 0, 0, expression, 0, "TAG", null);
    }

    /** The header of a pull from queue 0 that waits. */
    public static PullMessageHeader waitingPull(String topic, long offset, String expression, long holdMs) {
        int flags = PullMessageHeader.SUBSCRIPTION | PullMessageHeader.SUSPEND;
        return new PullMessageHeader("cg", topic, 0, offset, 32, flags, 0, holdMs, expression, 0, "TAG", null);
    }

    public Reply pull(PullMessageHeader header) {
        return handle(RequestCode.PULL_MESSAGE, header);
    }

    /** All messages of queue 0 of a topic. */
    public List<WireMessage> messages(String topic) {
        return messages(pull(pullHeader(topic, 0, "*")).answer(ResponseCode.SUCCESS));
    }

    public static List<WireMessage> messages(Command answer) {
        return MessageLayout.readAll(answer.body().duplicate());
    }

    public static String text(WireMessage message) {
        return StandardCharsets.UTF_8.decode(message.body().duplicate()).toString();
    }

    /** Runs tasks at once on the calling thread, but one after the other: what a task asks for waits for its end. */
    private static final class Worker implements Executor {
        private final Deque<Runnable> tasks = new ArrayDeque<>();
        private boolean busy;

        @Override
        public void execute(Runnable task) {
            tasks.add(task);
            if (busy) {
                return;
            }
            busy = true;
            try {
                for (Runnable next = tasks.poll(); next != null; next = tasks.poll()) {
                    next.run();
                }
            } finally {
                busy = false;
            }
        }
    }

    @Override
    public void close() {
        ring.close();
    }
}
