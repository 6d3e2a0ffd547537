package io.ringmq.broker.client;

import io.ringmq.broker.group.ConsumerGroups;
import io.ringmq.broker.group.Member;
import io.ringmq.remoting.body.ClientOffsetsBody;
import io.ringmq.remoting.body.ConsumerStatusBody;
import io.ringmq.remoting.body.MalformedBodyException;
import io.ringmq.remoting.body.MessageQueue;
import io.ringmq.remoting.header.GetConsumerStatusHeader;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.CommandException;
import io.ringmq.remoting.protocol.RequestCode;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.RequestHandler;
import io.ringmq.remoting.transport.Responder;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * INVOKE_BROKER_TO_GET_CONSUMER_STATUS (223): asks the consumers of a group, or one of them, how far they have come in a
 * topic (GET_CONSUMER_STATUS_FROM_CLIENT, 221). Those that do not answer are left out.
 */
public final class ConsumerStatusHandler implements RequestHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ConsumerStatusHandler.class);
    /** mqadmin waits 5 s for the answer. */
    private static final long TIMEOUT_MS = 3_000;

    /** The most clients asked at once. */
    private static final int MAX_CLIENTS = 1_000;

    private final ConsumerGroups groups;

    public ConsumerStatusHandler(ConsumerGroups groups) {
        this.groups = groups;
    }

    @Override
    public void handle(Command request, Responder responder) {
        GetConsumerStatusHeader header = GetConsumerStatusHeader.parse(request);
        List<Member> members = members(header);
        if (members.isEmpty()) {
            throw new CommandException(
                    ResponseCode.SYSTEM_ERROR,
                    "No Any Consumer online in the consumer group: [" + header.consumerGroup() + "]");
        }
        Command question = Command.request(
                RequestCode.GET_CONSUMER_STATUS_FROM_CLIENT,
                new GetConsumerStatusHeader(header.consumerGroup(), header.topic(), null));
        ConcurrentMap<String, Map<MessageQueue, Long>> answers = new ConcurrentHashMap<>();
        CompletableFuture<?>[] asked =
                members.stream().map(member -> ask(member, question, answers)).toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(asked)
                .whenComplete((done, failure) -> responder.reply(request.reply(ResponseCode.SUCCESS, null)
                        .withBody(new ConsumerStatusBody(new TreeMap<>(answers)).encode())));
    }

    private List<Member> members(GetConsumerStatusHeader header) {
        String wanted = header.clientId();
        return groups.members(header.consumerGroup()).values().stream()
                .filter(member ->
                        wanted == null || wanted.isBlank() || member.clientId().equals(wanted))
                .limit(MAX_CLIENTS)
                .toList();
    }

    private static CompletableFuture<Void> ask(
            Member member, Command question, Map<String, Map<MessageQueue, Long>> answers) {
        return member.connection().invoke(question, TIMEOUT_MS).thenAccept(answer -> {
            if (answer.code() == ResponseCode.SUCCESS) {
                offsets(member, answer, answers);
            }
        });
    }

    private static void offsets(Member member, Command answer, Map<String, Map<MessageQueue, Long>> answers) {
        try {
            answers.put(
                    member.clientId(), ClientOffsetsBody.decode(answer.body()).offsets());
        } catch (MalformedBodyException e) {
            LOG.warn("client {} tells its offsets in a form that is not understood", member.clientId(), e);
        }
    }
}
