package io.ringmq.broker.reply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.broker.group.Member;
import io.ringmq.broker.group.MemberTable;
import io.ringmq.broker.proposal.RingIdentity;
import io.ringmq.broker.registration.Nameservers;
import io.ringmq.broker.ring.TestRing;
import io.ringmq.broker.send.SendLimits;
import io.ringmq.broker.twin.FakeConnection;
import io.ringmq.broker.twin.Reply;
import io.ringmq.remoting.body.BrokerData;
import io.ringmq.remoting.body.ClusterInfo;
import io.ringmq.remoting.header.LeaderFields;
import io.ringmq.remoting.header.ReplyMessageHeader;
import io.ringmq.remoting.header.SendMessageResponseHeader;
import io.ringmq.remoting.message.MessageProperties;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.CommandTimeoutException;
import io.ringmq.remoting.protocol.ConnectionClosedException;
import io.ringmq.remoting.protocol.Language;
import io.ringmq.remoting.protocol.RequestCode;
import io.ringmq.remoting.protocol.ResponseCode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReplyHandlerTest {
    private static final String REPLIES = "DefaultCluster_REPLY_TOPIC";
    private static final String TO_C1 = "CORRELATION_ID\1id-7\2REPLY_TO_CLIENT\1c1\2";

    private record Asked(String address, Command request, CompletableFuture<Command> answer) {}

    private final TestRing ring = new TestRing();
    private final MemberTable producers = new MemberTable(10, 10);
    private final FakeConnection requester = new FakeConnection(50_001);
    private final FakeConnection replier = new FakeConnection(50_002);
    private final List<Command> pushed = new ArrayList<>();
    private final List<Asked> asked = new ArrayList<>();
    private int lookups;
    private final ReplyHandler handler = new ReplyHandler(
            producers,
            ring.view(),
            new ClusterNodes(
                    new RingIdentity("DefaultCluster", "ring-0", "n0", TestRing.ADDRESS),
                    new TwoNameservers(),
                    this::ask,
                    ring.timer),
            new ReplyHandler.Terms(new SendLimits(1_000, 1, 1_000), "127.0.0.1:10911", ring.timer));

    private CompletableFuture<Command> ask(String address, Command request, long timeoutMs) {
        CompletableFuture<Command> answer = new CompletableFuture<>();
        asked.add(new Asked(address, request, answer));
        return answer;
    }

    /** The first one is down. */
    private final class TwoNameservers implements Nameservers {
        @Override
        public List<String> addresses() {
            return List.of("down:1", "up:1");
        }

        @Override
        public CompletableFuture<Command> invoke(String address, Command request, long timeoutMs) {
            if (address.equals("down:1")) {
                return CompletableFuture.failedFuture(new CommandTimeoutException("1 s"));
            }
            lookups++;
            Map<String, BrokerData> brokers = Map.of(
                    "ring-0",
                            broker(
                                    "DefaultCluster",
                                    Map.of(0L, "n1:1", 1L, TestRing.ADDRESS.getHostString() + ":10911")),
                    "ring-0-standby", broker("DefaultCluster", Map.of(0L, "n1:1")),
                    "ring-1", broker("DefaultCluster", Map.of(0L, "n2:1")),
                    "foreign", broker("other", Map.of(0L, "n9:1")));
            return CompletableFuture.completedFuture(
                    request.reply(ResponseCode.SUCCESS, null).withBody(new ClusterInfo(brokers, Map.of()).encode()));
        }

        private BrokerData broker(String cluster, Map<Long, String> addresses) {
            return new BrokerData(cluster, "name", addresses, null, false);
        }
    }

    @AfterEach
    void close() {
        ring.close();
    }

    private void connect(String clientId) {
        producers.seen("pg", new Member(clientId, requester, Language.JAVA, 1, 0));
        requester.client = request -> {
            pushed.add(request);
            return CompletableFuture.completedFuture(request.reply(ResponseCode.SUCCESS, null));
        };
    }

    private Reply reply(String properties) {
        return handle(Command.request(RequestCode.SEND_REPLY_MESSAGE_V2, TestRing.sendHeader(REPLIES, properties)));
    }

    private Reply handle(Command request) {
        Reply reply = new Reply(replier);
        handler.handle(request.withBody("yes".getBytes(StandardCharsets.UTF_8)), reply);
        return reply;
    }

    @Test
    void aReplyIsPushedToWhoIsConnectedHere() {
        connect("c1");
        Command answer = reply(TO_C1).answer(ResponseCode.SUCCESS);
        assertEquals("0", SendMessageResponseHeader.parse(answer).messageId());
        Command push = pushed.get(0);
        assertEquals(RequestCode.PUSH_REPLY_MESSAGE_TO_CLIENT, push.code());
        assertEquals(
                "yes", StandardCharsets.UTF_8.decode(push.body().duplicate()).toString());
        ReplyMessageHeader header = ReplyMessageHeader.parse(push);
        assertEquals(REPLIES, header.send().topic());
        assertEquals("id-7", MessageProperties.find(header.properties(), "CORRELATION_ID"));
        assertEquals(
                Long.toString(ring.timer.millis()), MessageProperties.find(header.properties(), "PUSH_REPLY_TIME"));
        assertEquals(replier.remoteAddress(), header.bornHost());
        assertEquals("127.0.0.1:10911", header.storeHost());
        assertEquals(List.of(), asked);
    }

    @Test
    void theOtherNodesAreAskedForWhoIsNotConnectedHere() {
        connect("c2");
        Reply reply = reply(TO_C1);
        assertEquals(
                List.of("n1:1", "n2:1"),
                asked.stream().map(Asked::address).sorted().toList());
        asked.get(0).answer().complete(asked.get(0).request().reply(ResponseCode.SYSTEM_ERROR, "not here"));
        reply.assertPending();
        Command onward = asked.get(1).request();
        asked.get(1).answer().complete(onward.reply(ResponseCode.SUCCESS, null));
        reply.answer(ResponseCode.SUCCESS);
        assertEquals(List.of(), pushed);

        connect("c1");
        handle(onward).answer(ResponseCode.SUCCESS);
        assertEquals(
                replier.remoteAddress(), ReplyMessageHeader.parse(pushed.get(0)).bornHost());
    }

    @Test
    void aReplyToNobodyFailsOnceAllHaveSaidSo() {
        Reply reply = reply(TO_C1);
        asked.get(0).answer().complete(asked.get(0).request().reply(ResponseCode.SYSTEM_ERROR, "not here"));
        reply.assertPending();
        asked.get(1).answer().completeExceptionally(new ConnectionClosedException("gone"));
        assertEquals(
                "push reply message fail, channel of <c1> not found.",
                reply.answer(ResponseCode.SYSTEM_ERROR).remark());
        handle(asked.get(0).request()).answer(ResponseCode.SYSTEM_ERROR);
        assertEquals(2, asked.size(), "what was passed on goes no further");
        assertTrue(LeaderFields.isRelayed(asked.get(0).request()));
    }

    @Test
    void whoLostItsConnectionIsLookedForElsewhereAndWhoIsSlowIsNot() {
        connect("c1");
        requester.client = request -> CompletableFuture.failedFuture(new ConnectionClosedException("gone"));
        reply(TO_C1).assertPending();
        assertEquals(2, asked.size());
        requester.client = request -> CompletableFuture.failedFuture(new CommandTimeoutException("2 s"));
        reply(TO_C1).answer(ResponseCode.SYSTEM_ERROR);
        assertEquals(2, asked.size(), "it may have the reply");
        requester.close();
        reply(TO_C1).assertPending();
        assertEquals(4, asked.size());
    }

    @Test
    void theNameserversAreNotAskedForEachReply() {
        reply(TO_C1);
        reply(TO_C1);
        assertEquals(1, lookups);
        ring.timer.advance(ClusterNodes.FRESH_MS);
        reply(TO_C1);
        assertEquals(2, lookups);
        assertEquals(6, asked.size());
    }

    @Test
    void aRequestMessageTellsWhereItsProducerIs() {
        ring.createTopic("t", 1);
        ring.send("t", "question", TO_C1).answer(ResponseCode.SUCCESS);
        ring.connection.client = request -> {
            pushed.add(request);
            return CompletableFuture.completedFuture(request.reply(ResponseCode.SUCCESS, null));
        };
        ring.handle(RequestCode.SEND_REPLY_MESSAGE, TestRing.sendHeader(REPLIES, TO_C1))
                .answer(ResponseCode.SUCCESS);
        assertEquals(1, pushed.size());
        String toSdk = "CORRELATION_ID\1id-8\2REPLY_TO_CLIENT\1c2\2";
        Command followsLeaders = Command.request(RequestCode.SEND_MESSAGE_V2, TestRing.sendHeader("t", toSdk));
        ring.handle(LeaderFields.redirectable(followsLeaders), ring.connection).answer(ResponseCode.SUCCESS);
        ring.handle(RequestCode.SEND_REPLY_MESSAGE, TestRing.sendHeader(REPLIES, toSdk))
                .answer(ResponseCode.SUCCESS);
        assertEquals(2, pushed.size());
        Command relayed =
                Command.request(RequestCode.SEND_MESSAGE_V2, TestRing.sendHeader("t", "REPLY_TO_CLIENT\1c3\2"));
        ring.handle(LeaderFields.relayed(relayed), replier).answer(ResponseCode.SUCCESS);
        ring.handle(RequestCode.SEND_REPLY_MESSAGE, TestRing.sendHeader(REPLIES, "REPLY_TO_CLIENT\1c3\2"))
                .assertPending();
    }
}
