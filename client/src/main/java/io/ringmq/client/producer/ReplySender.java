package io.ringmq.client.producer;

import io.ringmq.client.call.CallLimits;
import io.ringmq.client.call.LeaderCalls;
import io.ringmq.client.call.Target;
import io.ringmq.client.compression.Compression;
import io.ringmq.client.route.ClientException;
import io.ringmq.client.route.TopicRouting;
import io.ringmq.remoting.body.MessageQueue;
import io.ringmq.remoting.message.PropertyNames;
import io.ringmq.remoting.message.TopicNames;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.HeaderEncoding;
import io.ringmq.remoting.protocol.RequestCode;
import io.ringmq.remoting.protocol.ResponseCode;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Sends replies to those who wait for them, as stock clients do: by any node of the cluster. Thread-safe. */
public final class ReplySender {
    private static final String REPLY = "reply";
    private static final int COMPRESS_FROM_BYTES = 4 << 10;

    /** A broker looks for the requester up to 2.5 s. */
    private static final int ATTEMPT_TIMEOUT_MS = 3_000;

    private final String group;
    private final LeaderCalls calls;
    private final Clock clock;
    private final Supplier<String> ids;
    private final BodySettings bodies;
    private final QueueRotation rotation;

    /**
     * Sends for one group.
     *
     * @param ids unique ids for messages
     * @param firstTurn any number, so that clients begin at different brokers
     */
    public ReplySender(
            String group, LeaderCalls calls, Clock clock, Supplier<String> ids, int maxMessageBytes, int firstTurn) {
        this.group = group;
        this.calls = calls;
        this.clock = clock;
        this.ids = ids;
        this.bodies = new BodySettings(maxMessageBytes, Compression.NONE, COMPRESS_FROM_BYTES);
        this.rotation = new QueueRotation(firstTurn);
    }

    /**
     * Who waits for a reply.
     *
     * @param cluster that the request was stored in
     * @param timeToLiveMs how long the requester waits, at least 1
     */
    public record Addressee(String cluster, String clientId, String correlationId, long timeToLiveMs) {}

    /**
     * Sends a reply; fails with a {@link ClientException} unless the requester's client has it.
     *
     * @throws IllegalArgumentException if the reply can not be sent to anybody
     */
    public CompletableFuture<Void> send(Addressee to, ByteBuffer body, Map<String, String> properties) {
        Map<String, String> marked = new LinkedHashMap<>(properties);
        marked.put(PropertyNames.MSG_TYPE, REPLY);
        marked.put(PropertyNames.CORRELATION_ID, to.correlationId);
        marked.put(PropertyNames.REPLY_TO_CLIENT, to.clientId);
        marked.put(PropertyNames.TTL, Long.toString(to.timeToLiveMs));
        Message reply = new Message(to.cluster + TopicNames.REPLY_TOPIC_SUFFIX, body, marked, 0);
        OutgoingMessage outgoing = OutgoingMessage.of(reply, ids, bodies);
        CallLimits limits =
                new CallLimits(to.timeToLiveMs, Math.min(to.timeToLiveMs, ATTEMPT_TIMEOUT_MS), LeaderCalls.UNAVAILABLE);
        return calls.call(
                        limits,
                        anew -> calls.route(outgoing.topic(), anew),
                        (routing, avoided) -> target(outgoing, routing, avoided))
                .thenAccept(answer -> requireDelivered(to, answer));
    }

    private Target target(OutgoingMessage reply, TopicRouting routing, Set<String> avoided) {
        MessageQueue queue = rotation.next(MessageSender.writable(routing, null), avoided);
        Command send = reply.request(group, queue, clock.millis(), 0);
        Command request = Command.request(RequestCode.SEND_REPLY_MESSAGE_V2, send.fields())
                .withEncoding(HeaderEncoding.BINARY)
                .withBody(send.body());
        return new Target(queue.brokerName(), request);
    }

    private static void requireDelivered(Addressee to, Command answer) {
        if (answer.code() != ResponseCode.SUCCESS) {
            throw new SendException(
                    "the reply to " + to.clientId + " was not delivered: " + answer.code() + ": " + answer.remark(),
                    answer.code(),
                    null);
        }
    }
}
