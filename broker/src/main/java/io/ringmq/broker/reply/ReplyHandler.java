package io.ringmq.broker.reply;

import io.ringmq.broker.group.Member;
import io.ringmq.broker.group.MemberTable;
import io.ringmq.broker.send.SendLimits;
import io.ringmq.broker.state.CatalogView;
import io.ringmq.remoting.header.LeaderFields;
import io.ringmq.remoting.header.ReplyMessageHeader;
import io.ringmq.remoting.header.SendMessageHeader;
import io.ringmq.remoting.header.SendMessageResponseHeader;
import io.ringmq.remoting.message.MessageProperties;
import io.ringmq.remoting.message.PropertyNames;
import io.ringmq.remoting.message.TopicNames;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.CommandException;
import io.ringmq.remoting.protocol.ConnectionClosedException;
import io.ringmq.remoting.protocol.RequestCode;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.RequestHandler;
import io.ringmq.remoting.transport.Responder;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * SEND_REPLY_MESSAGE (324) and its short form (325): pushes a reply to the producer named in its property
 * REPLY_TO_CLIENT, with PUSH_REPLY_MESSAGE_TO_CLIENT (326), and tells the replier whether it arrived. Served by every
 * replica, with or without a leader: a reply is of use to one waiting caller only and is not stored.
 *
 * <p>Producers are connected to the leaders, and to one more node of each ring. Where the requester is not connected to
 * this node, every other node of the cluster is asked once, all at the same time; a request that was passed on goes no
 * further. Never blocks; thread-safe.
 */
public final class ReplyHandler implements RequestHandler {
    /** Stock repliers wait three seconds for the answer. */
    static final long TIMEOUT_MS = 2_500;

    private static final String BORN_HOST = "bornHost";

    private final MemberTable producers;
    private final CatalogView catalog;
    private final ClusterNodes nodes;
    private final Terms terms;

    /**
     * What a reply has to keep to, and what it is stamped with.
     *
     * @param storeHost {@code host:port} of this node, which requesters see as the store host
     */
    public record Terms(SendLimits limits, String storeHost, Clock clock) {}

    public ReplyHandler(MemberTable producers, CatalogView catalog, ClusterNodes nodes, Terms terms) {
        this.producers = producers;
        this.catalog = catalog;
        this.nodes = nodes;
        this.terms = terms;
    }

    @Override
    public void handle(Command request, Responder responder) {
        SendMessageHeader header = SendMessageHeader.parse(request);
        requireSendable(request, header);
        String clientId = MessageProperties.find(header.properties(), PropertyNames.REPLY_TO_CLIENT);
        if (clientId == null) {
            throw new CommandException(
                    ResponseCode.SYSTEM_ERROR,
                    "reply message properties[" + PropertyNames.REPLY_TO_CLIENT
                            + "] is null: make the reply of the request message");
        }
        new Delivery(request, responder, header, clientId).start();
    }

    private void requireSendable(Command request, SendMessageHeader header) {
        String reason = TopicNames.reasonInvalid(header.topic());
        if (reason != null) {
            throw new CommandException(ResponseCode.INVALID_PARAMETER, reason);
        }
        if (catalog.topic(header.topic()) == null) {
            throw new CommandException(
                    ResponseCode.TOPIC_NOT_EXIST,
                    "topic[" + header.topic() + "] not exist: replies go to the topic <cluster>"
                            + TopicNames.REPLY_TOPIC_SUFFIX);
        }
        if (request.body().remaining() > terms.limits.maxBodyBytes()) {
            throw new CommandException(
                    ResponseCode.MESSAGE_ILLEGAL,
                    "the reply has " + request.body().remaining() + " bytes, the maximum is "
                            + terms.limits.maxBodyBytes());
        }
    }

    /** One reply on its way to its requester. */
    private final class Delivery {
        private final Command request;
        private final Responder responder;
        private final SendMessageHeader header;
        private final String clientId;
        private final AtomicBoolean answered = new AtomicBoolean();

        Delivery(Command request, Responder responder, SendMessageHeader header, String clientId) {
            this.request = request;
            this.responder = responder;
            this.header = header;
            this.clientId = clientId;
        }

        void start() {
            Member requester = producers.find(clientId);
            if (requester == null) {
                askOthers();
            } else {
                requester.connection().invoke(push(), TIMEOUT_MS).whenComplete(this::pushed);
            }
        }

        private void pushed(@Nullable Command answer, @Nullable Throwable failure) {
            if (answer != null && answer.code() == ResponseCode.SUCCESS) {
                answer(delivered());
            } else if (failure instanceof ConnectionClosedException) {
                // It may have come back over another node meanwhile.
                askOthers();
            } else {
                String why = answer == null ? String.valueOf(failure) : answer.code() + " " + answer.remark();
                answer(request.reply(ResponseCode.SYSTEM_ERROR, "push reply message to " + clientId + " fail: " + why));
            }
        }

        private void askOthers() {
            if (LeaderFields.isRelayed(request)) {
                answer(nowhere());
            } else {
                nodes.others().thenAccept(this::ask);
            }
        }

        private void ask(List<String> addresses) {
            Command onward = LeaderFields.relayed(request.answered()).withField(BORN_HOST, bornHost());
            CompletableFuture<?>[] asked = addresses.stream()
                    .map(address ->
                            nodes.peers().invoke(address, onward, TIMEOUT_MS).thenAccept(this::heard))
                    .toArray(CompletableFuture<?>[]::new);
            CompletableFuture.allOf(asked).whenComplete((done, failure) -> answer(nowhere()));
        }

        private void heard(Command answer) {
            if (answer.code() == ResponseCode.SUCCESS) {
                answer(delivered());
            }
        }

        private void answer(Command answer) {
            if (answered.compareAndSet(false, true)) {
                responder.reply(answer);
            }
        }

        private Command push() {
            long nowMs = terms.clock.millis();
            ReplyMessageHeader onward = new ReplyMessageHeader(
                    header,
                    MessageProperties.with(header.properties(), PropertyNames.PUSH_REPLY_TIME, Long.toString(nowMs)),
                    bornHost(),
                    terms.storeHost,
                    nowMs);
            return Command.request(RequestCode.PUSH_REPLY_MESSAGE_TO_CLIENT, onward)
                    .withBody(request.body());
        }

        private String bornHost() {
            String told = LeaderFields.isRelayed(request) ? request.fields().get(BORN_HOST) : null;
            return told == null ? responder.connection().remoteAddress() : told;
        }

        /** As stock brokers answer that do not store replies. */
        private Command delivered() {
            return request.reply(ResponseCode.SUCCESS, null)
                    .withHeader(new SendMessageResponseHeader("0", Math.max(0, header.queueId()), 0, null, null, null));
        }

        private Command nowhere() {
            return request.reply(
                    ResponseCode.SYSTEM_ERROR, "push reply message fail, channel of <" + clientId + "> not found.");
        }
    }
}
