package io.ringmq.client.fake;

import io.ringmq.remoting.body.ConsumerListBody;
import io.ringmq.remoting.body.HeartbeatBody;
import io.ringmq.remoting.header.OffsetResponseHeader;
import io.ringmq.remoting.header.PullMessageHeader;
import io.ringmq.remoting.header.PullMessageResponseHeader;
import io.ringmq.remoting.header.UpdateConsumerOffsetHeader;
import io.ringmq.remoting.message.MessageLayout;
import io.ringmq.remoting.message.MessageProperties;
import io.ringmq.remoting.message.WireMessage;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.RequestCode;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.Responder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListSet;
import org.jspecify.annotations.Nullable;

/** A broker that holds one topic with one queue in memory and serves a consumer group. */
public final class FakeBroker implements AutoCloseable {
    private static final InetSocketAddress HOST = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);

    private final FakeNode node = new FakeNode();
    private final String topic;
    private final List<WireMessage> messages = new ArrayList<>();
    private final Map<Command, Responder> waiting = new LinkedHashMap<>();
    private final ConcurrentSkipListSet<String> members = new ConcurrentSkipListSet<>();
    private @Nullable Long committed;

    public FakeBroker(String topic) {
        this.topic = topic;
        node.on(RequestCode.HEART_BEAT, (request, responder) -> {
            members.add(HeartbeatBody.decode(request.body()).clientId());
            responder.reply(request.reply(ResponseCode.SUCCESS, null));
        });
        node.on(
                RequestCode.GET_CONSUMER_LIST_BY_GROUP,
                (request, responder) -> responder.reply(request.reply(ResponseCode.SUCCESS, null)
                        .withBody(new ConsumerListBody(List.copyOf(members)).encode())));
        node.on(
                RequestCode.UNREGISTER_CLIENT,
                (request, responder) -> responder.reply(request.reply(ResponseCode.SUCCESS, null)));
        node.on(RequestCode.GET_MIN_OFFSET, (request, responder) -> responder.reply(offset(request, 0)));
        node.on(RequestCode.GET_MAX_OFFSET, (request, responder) -> responder.reply(offset(request, size())));
        node.on(RequestCode.QUERY_CONSUMER_OFFSET, (request, responder) -> {
            Long known = committed();
            responder.reply(
                    known == null ? request.reply(ResponseCode.QUERY_NOT_FOUND, "none") : offset(request, known));
        });
        node.on(RequestCode.UPDATE_CONSUMER_OFFSET, (request, responder) -> {
            UpdateConsumerOffsetHeader header = UpdateConsumerOffsetHeader.parse(request);
            if (header.topic().equals(topic)) {
                commit(header.offset());
            }
            responder.reply(request.reply(ResponseCode.SUCCESS, null));
        });
        node.on(RequestCode.PULL_MESSAGE, this::pull);
    }

    /** The node behind it, to change answers. */
    public FakeNode node() {
        return node;
    }

    /** Another member that reads nothing. */
    public void addMember(String clientId) {
        members.add(clientId);
    }

    public synchronized @Nullable Long committed() {
        return committed;
    }

    public synchronized void commit(long offset) {
        committed = offset;
    }

    /** Stores a message and answers the pulls that wait. */
    public synchronized void store(String body, @Nullable String tag) {
        Map<String, String> properties = new TreeMap<>(Map.of("UNIQ_KEY", "id-" + body));
        if (tag != null) {
            properties.put("TAGS", tag);
        }
        store(ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)), 0, properties);
    }

    /** Stores a message and answers the pulls that wait. */
    public synchronized void store(ByteBuffer body, int sysFlag, Map<String, String> properties) {
        int offset = messages.size();
        messages.add(new WireMessage(
                topic,
                0,
                0,
                offset,
                1_000L + offset,
                sysFlag,
                1,
                HOST,
                2,
                HOST,
                0,
                0,
                body,
                MessageProperties.encode(properties)));
        Map<Command, Responder> held = new LinkedHashMap<>(waiting);
        waiting.clear();
        held.forEach(this::pull);
    }

    @Override
    public void close() {
        node.close();
    }

    private synchronized int size() {
        return messages.size();
    }

    private synchronized void pull(Command request, Responder responder) {
        PullMessageHeader header = PullMessageHeader.parse(request);
        if ((header.sysFlag() & PullMessageHeader.COMMIT_OFFSET) != 0
                && header.topic().equals(topic)) {
            committed = header.commitOffset();
        }
        int from = (int) header.queueOffset();
        if (!header.topic().equals(topic) || from >= messages.size()) {
            waiting.put(request, responder);
            return;
        }
        List<WireMessage> found = messages.subList(from, Math.min(messages.size(), from + header.maxMessages()));
        ByteBuffer body = ByteBuffer.allocate(
                found.stream().mapToInt(MessageLayout::sizeOf).sum());
        found.forEach(message -> MessageLayout.write(message, body));
        PullMessageResponseHeader answer = new PullMessageResponseHeader(0, from + found.size(), 0, messages.size());
        responder.reply(
                request.reply(ResponseCode.SUCCESS, null).withHeader(answer).withBody(body.flip()));
    }

    private static Command offset(Command request, long offset) {
        return request.reply(ResponseCode.SUCCESS, null).withHeader(new OffsetResponseHeader(offset));
    }
}
