package io.ringmq.broker.admin;

import io.ringmq.broker.pull.LongPolling;
import io.ringmq.broker.traffic.Traffic;
import io.ringmq.raft.RaftGroup;
import io.ringmq.remoting.body.KvTable;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.RequestHandler;
import io.ringmq.remoting.transport.Responder;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** GET_BROKER_RUNTIME_INFO (28): the figures that clusterList, brokerStatus and the dashboard show. */
public final class RuntimeInfoHandler implements RequestHandler {
    /** Figures of stock brokers about thread pools and caches that there are none of here; tools print null otherwise. */
    private static final List<String> NO_SUCH_QUEUES = List.of(
            "dispatchBehindBytes",
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

    private final RaftGroup group;
    private final Traffic traffic;
    private final LongPolling polling;
    private final Clock clock;
    private final long bootMs;

    public RuntimeInfoHandler(RaftGroup group, Traffic traffic, LongPolling polling, Clock clock) {
        this.group = group;
        this.traffic = traffic;
        this.polling = polling;
        this.clock = clock;
        this.bootMs = clock.millis();
    }

    @Override
    public void handle(Command request, Responder responder) {
        Map<String, String> table = new TreeMap<>();
        identity(table);
        rates(table);
        log(table);
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
        table.put("putMessageTimesTotal", Long.toString(traffic.messagesStored().total()));
        table.put("msgPutTotalTodayNow", Long.toString(traffic.messagesStored().total()));
        table.put("msgGetTotalTodayNow", Long.toString(traffic.messagesRead().total()));
        table.put("msgPutTotalTodayMorning", "0");
        table.put("msgGetTotalTodayMorning", "0");
        table.put("msgPutTotalYesterdayMorning", "0");
        table.put("msgGetTotalYesterdayMorning", "0");
    }

    private void log(Map<String, String> table) {
        table.put("commitLogMinOffset", Long.toString(group.log().startOffset()));
        table.put("commitLogMaxOffset", Long.toString(group.log().endOffset()));
        table.put("longPollingWaiting", Integer.toString(polling.waiting()));
        NO_SUCH_QUEUES.forEach(name -> table.put(name, "0"));
    }
}
