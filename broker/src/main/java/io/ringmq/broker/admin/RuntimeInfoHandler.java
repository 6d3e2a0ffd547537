package io.ringmq.broker.admin;

import io.ringmq.broker.proposal.WriteGate;
import io.ringmq.broker.pull.LongPolling;
import io.ringmq.broker.retention.DiskUsage;
import io.ringmq.broker.state.RecordType;
import io.ringmq.broker.traffic.Traffic;
import io.ringmq.raft.RaftGroup;
import io.ringmq.remoting.body.KvTable;
import io.ringmq.remoting.message.MessageLayout;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.RequestHandler;
import io.ringmq.remoting.transport.Responder;
import io.ringmq.store.commitlog.CommitLog;
import io.ringmq.store.commitlog.Frame;
import io.ringmq.store.commitlog.FramePosition;
import io.ringmq.store.commitlog.FrameType;
import io.ringmq.store.record.RecordReader;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** GET_BROKER_RUNTIME_INFO (28): the figures that clusterList, brokerStatus and the dashboard show. */
public final class RuntimeInfoHandler implements RequestHandler {
    /** Figures of stock brokers about thread pools and caches that there are none of here; tools print null otherwise. */
    private static final List<String> NO_SUCH_QUEUES = List.of(
            "pageCacheLockTimeMills",
            "sendThreadPoolQueueSize",
            "sendThreadPoolQueueHeadWaitTimeMills",
            "pullThreadPoolQueueSize",
            "pullThreadPoolQueueHeadWaitTimeMills",
            "queryThreadPoolQueueSize",
            "queryThreadPoolQueueHeadWaitTimeMills",
            "ackThreadPoolQueueSize",
            "ackThreadPoolQueueHeadWaitTimeMills",
            "EndTransactionQueueSize",
            "EndTransactionThreadPoolQueueHeadWaitTimeMills");

    /** Entries looked at for the first message of the log. */
    private static final int MAX_ENTRIES_SEARCHED = 64;

    private static final long NO_MESSAGE = -1;
    private static final double PERCENT = 100;

    private final RaftGroup group;
    private final Traffic traffic;
    private final LongPolling polling;
    private final WriteGate gate;
    private final Clock clock;
    private final long bootMs;

    public RuntimeInfoHandler(RaftGroup group, Traffic traffic, LongPolling polling, WriteGate gate, Clock clock) {
        this.group = group;
        this.traffic = traffic;
        this.polling = polling;
        this.gate = gate;
        this.clock = clock;
        this.bootMs = clock.millis();
    }

    @Override
    public void handle(Command request, Responder responder) {
        Map<String, String> table = new TreeMap<>();
        identity(table);
        rates(table);
        totals(table);
        log(table);
        disk(table);
        responder.reply(request.reply(ResponseCode.SUCCESS, null).withBody(new KvTable(table).encode()));
    }

    private void identity(Map<String, String> table) {
        table.put("brokerVersion", Integer.toString(Command.VERSION));
        table.put("brokerVersionDesc", "RingMQ (V5_5_1)");
        table.put("brokerActive", "true");
        table.put("brokerRole", group.isLeader() ? "leader" : "follower");
        table.put("raftTerm", Long.toString(group.term()));
        table.put("bootTimestamp", Long.toString(bootMs));
        table.put("runtime", "[ " + (clock.millis() - bootMs) / 1_000 + " seconds ]");
    }

    private void rates(Map<String, String> table) {
        String found = traffic.messagesRead().perSecond();
        table.put("putTps", traffic.messagesStored().perSecond());
        table.put("getTransferredTps", found);
        // As tools before 5.0 spell it: their clusterList fails without.
        table.put("getTransferedTps", found);
        table.put("getFoundTps", found);
        table.put("getMissTps", "0.0 0.0 0.0");
        table.put("getTotalTps", found);
    }

    private void totals(Map<String, String> table) {
        Traffic.Totals stored = traffic.messagesStored();
        long storedBytes = traffic.bytesStored();
        table.put("putMessageTimesTotal", Long.toString(stored.total()));
        table.put("putMessageSizeTotal", Long.toString(storedBytes));
        table.put(
                "putMessageAverageSize",
                Double.toString(stored.total() == 0 ? 0 : (double) storedBytes / stored.total()));
        totals(table, "msgPutTotal", stored);
        totals(table, "msgGetTotal", traffic.messagesRead());
    }

    private static void totals(Map<String, String> table, String name, Traffic.Totals totals) {
        table.put(name + "TodayNow", Long.toString(totals.total()));
        table.put(name + "TodayMorning", Long.toString(totals.todayMorning()));
        table.put(name + "YesterdayMorning", Long.toString(totals.yesterdayMorning()));
    }

    private void log(Map<String, String> table) {
        CommitLog log = group.log();
        table.put("commitLogMinOffset", Long.toString(log.startOffset()));
        table.put("commitLogMaxOffset", Long.toString(log.endOffset()));
        table.put(
                "dispatchBehindBytes",
                Long.toString(bytesBehind(log, group.status().progress().appliedIndex())));
        table.put("remainHowManyDataToFlush", bytesBehind(log, log.forcedIndex()) + " B");
        table.put("earliestMessageTimeStamp", Long.toString(earliestMessageMs(log)));
        table.put("longPollingWaiting", Integer.toString(polling.waiting()));
        NO_SUCH_QUEUES.forEach(name -> table.put(name, "0"));
    }

    /** Bytes of the log behind an entry. */
    private static long bytesBehind(CommitLog log, long index) {
        FramePosition position = log.position(index);
        return position == null ? 0 : Math.max(0, log.endOffset() - position.endOffset());
    }

    /** When the first message was stored that the log still has; -1 if none is near its start. */
    private static long earliestMessageMs(CommitLog log) {
        Frame frame = log.frameContaining(log.startOffset());
        for (int searched = 0; frame != null && searched < MAX_ENTRIES_SEARCHED; searched++) {
            RecordReader records = new RecordReader(frame.body());
            while (frame.type() == FrameType.DATA && records.next()) {
                if (RecordType.isMessage(records.type())) {
                    return MessageLayout.storeTimestampMs(records.payload(), 0);
                }
            }
            frame = log.read(frame.index() + 1);
        }
        return NO_MESSAGE;
    }

    private void disk(Map<String, String> table) {
        DiskUsage disk = gate.disk();
        if (disk != null) {
            String used = Double.toString(disk.usedPercent() / PERCENT);
            table.put("commitLogDiskRatio", used);
            table.put("consumeQueueDiskRatio", used);
            table.put(
                    "commitLogDirCapacity",
                    "Total : " + (disk.usedBytes() + disk.usableBytes()) + " B, Free : " + disk.usableBytes() + " B.");
        }
    }
}
