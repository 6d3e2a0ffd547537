package io.ringmq.broker.assignment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ringmq.broker.group.Member;
import io.ringmq.broker.group.Membership;
import io.ringmq.broker.registration.Nameservers;
import io.ringmq.broker.ring.TestRing;
import io.ringmq.broker.twin.Reply;
import io.ringmq.remoting.body.MessageModel;
import io.ringmq.remoting.body.MessageQueue;
import io.ringmq.remoting.body.QueryAssignmentBody;
import io.ringmq.remoting.body.QueryAssignmentResponseBody;
import io.ringmq.remoting.body.QueueAssignment;
import io.ringmq.remoting.body.QueueData;
import io.ringmq.remoting.body.RequestMode;
import io.ringmq.remoting.body.SetRequestModeBody;
import io.ringmq.remoting.body.TopicRoute;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.CommandException;
import io.ringmq.remoting.protocol.ConnectionFailedException;
import io.ringmq.remoting.protocol.Language;
import io.ringmq.remoting.protocol.RequestCode;
import io.ringmq.remoting.protocol.ResponseCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AssignmentHandlerTest {
    private final TestRing ring = new TestRing();
    private final Membership membership = new Membership(ring.view(), ring.timer, ring.timer);
    private final RoutesOfT nameservers = new RoutesOfT();
    private final AssignmentHandler handler = new AssignmentHandler(ring.view(), membership, nameservers);

    /** Topic t has two queues on each of two brokers; the first nameserver is down. */
    private static final class RoutesOfT implements Nameservers {
        boolean allDown;

        @Override
        public List<String> addresses() {
            return List.of("down:9876", "up:9876");
        }

        @Override
        public CompletableFuture<Command> invoke(String address, Command request, long timeoutMs) {
            if (allDown || address.startsWith("down")) {
                return CompletableFuture.failedFuture(new ConnectionFailedException("no way to " + address));
            }
            if (!"t".equals(request.fields().get("topic"))) {
                return CompletableFuture.completedFuture(request.reply(ResponseCode.TOPIC_NOT_EXIST, "unknown"));
            }
            List<QueueData> queues = List.of(
                    new QueueData("ring-1", 2, 2, 6, 0),
                    new QueueData("ring-0", 2, 2, 6, 0),
                    new QueueData("ring-0-standby", 2, 2, 2, 0));
            return CompletableFuture.completedFuture(request.reply(ResponseCode.SUCCESS, null)
                    .withBody(new TopicRoute(null, queues, List.of()).encode()));
        }
    }

    @BeforeEach
    void join() {
        ring.createTopic("t", 2);
        for (String client : List.of("c2", "c1", "c3")) {
            membership.consumers().seen("cg", new Member(client, ring.connection, Language.JAVA, 515, 0));
        }
    }

    private Reply ask(String topic, String client, String strategy, MessageModel model) {
        Reply reply = new Reply(ring.connection);
        handler.handle(
                Command.request(RequestCode.QUERY_ASSIGNMENT, Map.of())
                        .withBody(new QueryAssignmentBody(topic, "cg", client, strategy, model).encode()),
                reply);
        return reply;
    }

    private List<String> assigned(String client, String strategy, RequestMode expected) {
        Command answer = ask("t", client, strategy, MessageModel.CLUSTERING).answer(ResponseCode.SUCCESS);
        List<String> queues = new ArrayList<>();
        for (QueueAssignment assignment :
                QueryAssignmentResponseBody.decode(answer.body()).assignments()) {
            assertEquals(expected, assignment.mode());
            queues.add(
                    assignment.queue().brokerName() + "/" + assignment.queue().queueId());
        }
        return queues;
    }

    private void mode(int shareQueues) {
        ring.handle(Command.request(RequestCode.SET_MESSAGE_REQUEST_MODE, Map.of())
                        .withBody(new SetRequestModeBody("t", "cg", RequestMode.POP, shareQueues).encode()))
                .answer(ResponseCode.SUCCESS);
    }

    @Test
    void pullersShareTheQueuesOfAllBrokers() {
        assertEquals(List.of("ring-0/0", "ring-0/1"), assigned("c1", "AVG", RequestMode.PULL));
        assertEquals(List.of("ring-1/0"), assigned("c2", "AVG", RequestMode.PULL));
        assertEquals(List.of("ring-1/1"), assigned("c3", "AVG", RequestMode.PULL));
        assertEquals(List.of("ring-0/0", "ring-1/1"), assigned("c1", "AVG_BY_CIRCLE", RequestMode.PULL));
    }

    @Test
    void poppersHaveAllQueuesOfEveryBroker() {
        mode(-1);
        assertEquals(List.of("ring-0/-1", "ring-1/-1"), assigned("c2", "AVG", RequestMode.POP));
    }

    @Test
    void poppersMayShareWithSomeNeighboursOnly() {
        mode(1);
        assertEquals(List.of("ring-0/0", "ring-0/1", "ring-1/0"), assigned("c1", "AVG", RequestMode.POP));
        assertEquals(List.of("ring-1/1", "ring-0/0", "ring-0/1"), assigned("c3", "AVG", RequestMode.POP));
    }

    @Test
    void moreNeighboursThanQueues() {
        List<MessageQueue> one = List.of(new MessageQueue("t", "b", 0));
        assertEquals(List.of(one.get(0)), List.copyOf(Sharing.AVG.popped(3, 5, one, 1)));
        assertEquals(0, Sharing.AVG.popped(3, 5, List.of(), 1).size());
        assertNull(Sharing.named("BY_GUESS"));
    }

    @Test
    void broadcastersHaveEverything() {
        Command answer = ask("t", "stranger", "AVG", MessageModel.BROADCASTING).answer(ResponseCode.SUCCESS);
        assertEquals(
                4,
                QueryAssignmentResponseBody.decode(answer.body()).assignments().size());
    }

    @Test
    void whatCannotBeToldIsAnError() {
        ask("t", "stranger", "AVG", MessageModel.CLUSTERING).answer(ResponseCode.CONSUMER_NOT_ONLINE);
        ask("nowhere", "c1", "AVG", MessageModel.CLUSTERING).answer(ResponseCode.TOPIC_NOT_EXIST);
        CommandException unknown =
                assertThrows(CommandException.class, () -> ask("t", "c1", "BY_GUESS", MessageModel.CLUSTERING));
        assertEquals(ResponseCode.INVALID_PARAMETER, unknown.responseCode());
        nameservers.allDown = true;
        ask("t", "c1", "AVG", MessageModel.CLUSTERING).answer(ResponseCode.SERVICE_NOT_AVAILABLE);
    }
}
