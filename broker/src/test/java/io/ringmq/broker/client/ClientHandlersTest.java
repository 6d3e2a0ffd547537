package io.ringmq.broker.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.broker.ring.TestRing;
import io.ringmq.broker.twin.FakeConnection;
import io.ringmq.broker.twin.Reply;
import io.ringmq.remoting.body.ClientOffsetsBody;
import io.ringmq.remoting.body.ConsumeFromWhere;
import io.ringmq.remoting.body.ConsumeType;
import io.ringmq.remoting.body.ConsumerData;
import io.ringmq.remoting.body.ConsumerStatusBody;
import io.ringmq.remoting.body.HeartbeatBody;
import io.ringmq.remoting.body.MessageModel;
import io.ringmq.remoting.body.MessageQueue;
import io.ringmq.remoting.header.ConsumeMessageDirectlyHeader;
import io.ringmq.remoting.header.GetConsumerRunningInfoHeader;
import io.ringmq.remoting.header.GetConsumerStatusHeader;
import io.ringmq.remoting.message.MessageIds;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.CommandTimeoutException;
import io.ringmq.remoting.protocol.RequestCode;
import io.ringmq.remoting.protocol.ResponseCode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClientHandlersTest {
    private static final MessageQueue Q0 = new MessageQueue("t", "ring-0", 0);

    private final TestRing ring = new TestRing();
    private final FakeConnection other = new FakeConnection(50_002);
    private final List<Command> asked = new ArrayList<>();

    @BeforeEach
    void connect() {
        ring.createTopic("t", 1);
        heartbeat("c1", ring.connection);
        heartbeat("c2", other);
        ring.connection.client = request -> {
            asked.add(request);
            return CompletableFuture.completedFuture(request.reply(ResponseCode.SUCCESS, "yes")
                    .withField("name", "value")
                    .withBody("body of the answer".getBytes(StandardCharsets.UTF_8)));
        };
    }

    private void heartbeat(String client, FakeConnection from) {
        ConsumerData group = new ConsumerData(
                "cg",
                ConsumeType.CONSUME_PASSIVELY,
                MessageModel.CLUSTERING,
                ConsumeFromWhere.CONSUME_FROM_FIRST_OFFSET,
                List.of(),
                false);
        HeartbeatBody body = new HeartbeatBody(client, List.of(), List.of(group), 0, false);
        ring.handle(Command.request(RequestCode.HEART_BEAT, Map.of()).withBody(body.encode()), from)
                .answer(ResponseCode.SUCCESS);
    }

    @Test
    void runningInfoIsWhatTheClientSays() {
        Command answer = runningInfo("c1").answer(ResponseCode.SUCCESS);
        assertEquals("yes", answer.remark());
        assertEquals("value", answer.fields().get("name"));
        assertEquals("body of the answer", text(answer));
        Command onward = asked.get(0);
        assertEquals(RequestCode.GET_CONSUMER_RUNNING_INFO, onward.code());
        assertEquals("true", onward.fields().get("jstackEnable"));
        assertEquals("cg", onward.fields().get("consumerGroup"));
    }

    @Test
    void aClientThatIsNotThereOrDoesNotAnswerIsTold() {
        Command gone = runningInfo("c9").answer(ResponseCode.SYSTEM_ERROR);
        assertEquals("The Consumer <cg> <c9> not online", gone.remark());
        runningInfo("c2").answer(ResponseCode.SYSTEM_ERROR);
        other.client = request -> CompletableFuture.failedFuture(new CommandTimeoutException("10 s"));
        runningInfo("c2").answer(ResponseCode.CONSUME_MSG_TIMEOUT);
    }

    private Reply runningInfo(String client) {
        return ring.handle(RequestCode.GET_CONSUMER_RUNNING_INFO, new GetConsumerRunningInfoHeader("cg", client, true));
    }

    @Test
    void aMessageIsConsumedByTheClientThatIsNamed() {
        ring.send("t", "hello", "").answer(ResponseCode.SUCCESS);
        long offset = ring.view().read("t", 0, 0, 1).get(0).physicalOffset();
        String id = MessageIds.encode(TestRing.ADDRESS, offset);
        consumeDirectly("c1", id).answer(ResponseCode.SUCCESS);
        Command onward = asked.get(0);
        assertEquals(RequestCode.CONSUME_MESSAGE_DIRECTLY, onward.code());
        assertEquals("ring-0", onward.fields().get("brokerName"));
        assertEquals("hello", TestRing.text(TestRing.messages(onward).get(0)));
    }

    @Test
    void onlyMessagesThatExistAreConsumedDirectly() {
        consumeDirectly("c1", "rubbish").answer(ResponseCode.INVALID_PARAMETER);
        consumeDirectly("c1", MessageIds.encode(TestRing.ADDRESS, 1_000_000)).answer(ResponseCode.SYSTEM_ERROR);
        assertEquals(List.of(), asked);
    }

    private Reply consumeDirectly(String client, String id) {
        return ring.handle(
                RequestCode.CONSUME_MESSAGE_DIRECTLY, new ConsumeMessageDirectlyHeader("cg", client, id, null));
    }

    @Test
    void statusIsThatOfAllWhoAnswer() {
        ring.connection.client = request -> {
            asked.add(request);
            return CompletableFuture.completedFuture(
                    request.reply(ResponseCode.SUCCESS, null).withBody(new ClientOffsetsBody(Map.of(Q0, 7L)).encode()));
        };
        assertEquals(Map.of("c1", Map.of(Q0, 7L)), status(""));
        assertEquals(RequestCode.GET_CONSUMER_STATUS_FROM_CLIENT, asked.get(0).code());
        assertEquals(Map.of("c1", Map.of(Q0, 7L)), status("c1"));
        assertEquals(Map.of(), status("c2"));
        other.client = request -> CompletableFuture.completedFuture(
                request.reply(ResponseCode.SUCCESS, null).withBody(new byte[] {'{'}));
        assertEquals(Map.of("c1", Map.of(Q0, 7L)), status(""), "who talks rubbish is left out");
        ring.handle(RequestCode.INVOKE_BROKER_TO_GET_CONSUMER_STATUS, new GetConsumerStatusHeader("nobody", "t", null))
                .answer(ResponseCode.SYSTEM_ERROR);
    }

    private Map<String, Map<MessageQueue, Long>> status(String client) {
        Command answer = ring.handle(
                        RequestCode.INVOKE_BROKER_TO_GET_CONSUMER_STATUS,
                        new GetConsumerStatusHeader("cg", "t", client))
                .answer(ResponseCode.SUCCESS);
        assertTrue(answer.body().hasRemaining());
        return ConsumerStatusBody.decode(answer.body()).offsetsByClient();
    }

    private static String text(Command command) {
        return StandardCharsets.UTF_8.decode(command.body().duplicate()).toString();
    }
}
