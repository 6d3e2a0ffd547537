package io.ringmq.remoting.golden;

import io.ringmq.remoting.header.EarliestStoreTimeResponseHeader;
import io.ringmq.remoting.header.OffsetResponseHeader;
import io.ringmq.remoting.header.PullMessageHeader;
import io.ringmq.remoting.header.PullMessageResponseHeader;
import io.ringmq.remoting.header.SendMessageResponseHeader;
import io.ringmq.remoting.message.MessageLayout;
import io.ringmq.remoting.message.WireMessage;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.RequestCode;
import io.ringmq.remoting.protocol.ResponseCode;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Made-up answers of a nameserver and broker with one topic of one queue, enough to keep a stock client going. */
final class StockAnswers {
    private static final Pattern CLIENT_ID = Pattern.compile("\"clientID\":\"([^\"]+)\"");
    private static final Pattern QUEUES = Pattern.compile("\"mqSet\":(\\[.*?])");
    private static final String MESSAGE_ID = "7F00000100002A9F0000000000000000";
    private static final long NOW_MS = 1_700_000_000_000L;

    private final InetSocketAddress self;
    private volatile String lastClientId = "";

    StockAnswers(int port) {
        self = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** The answer, or null to let the request hang, as a long poll does. */
    @Nullable
    Command to(Command request) {
        Command ok = request.reply(ResponseCode.SUCCESS, null);
        return switch (request.code()) {
            case RequestCode.GET_ROUTEINFO_BY_TOPIC -> ok.withBody(bytes(route()));
            case RequestCode.HEART_BEAT -> heartbeat(request, ok);
            case RequestCode.SEND_MESSAGE_V2, RequestCode.SEND_BATCH_MESSAGE ->
                ok.withHeader(new SendMessageResponseHeader(MESSAGE_ID, 0, 7, null, null, null));
            case RequestCode.GET_CONSUMER_LIST_BY_GROUP ->
                ok.withBody(bytes("{\"consumerIdList\":[\"" + lastClientId + "\"]}"));
            case RequestCode.QUERY_CONSUMER_OFFSET,
                    RequestCode.GET_MAX_OFFSET,
                    RequestCode.GET_MIN_OFFSET,
                    RequestCode.SEARCH_OFFSET_BY_TIMESTAMP -> ok.withHeader(new OffsetResponseHeader(0));
            case RequestCode.GET_EARLIEST_MSG_STORETIME -> ok.withHeader(new EarliestStoreTimeResponseHeader(NOW_MS));
            case RequestCode.LOCK_BATCH_MQ ->
                ok.withBody(bytes("{\"lockOKMQSet\":" + find(QUEUES, request, "[]") + "}"));
            case RequestCode.PULL_MESSAGE, RequestCode.LITE_PULL_MESSAGE -> pull(PullMessageHeader.parse(request), ok);
            case RequestCode.QUERY_MESSAGE -> request.reply(ResponseCode.QUERY_NOT_FOUND, "no message");
            default -> ok;
        };
    }

    private Command heartbeat(Command request, Command ok) {
        lastClientId = find(CLIENT_ID, request, lastClientId);
        return ok;
    }

    private @Nullable Command pull(PullMessageHeader request, Command ok) {
        if (request.queueOffset() > 0 || !request.topic().equals("golden-topic")) {
            return null;
        }
        ByteBuffer stored = MessageLayout.encode(message(request.topic()));
        return ok.withHeader(new PullMessageResponseHeader(0, 1, 0, 1)).withBody(stored);
    }

    private WireMessage message(String topic) {
        ByteBuffer body = ByteBuffer.wrap(bytes("stored body"));
        String properties = "UNIQ_KEY\u00017F0000010001\u0002TAGS\u0001tag-a\u0002";
        return new WireMessage(topic, 0, 0, 0, 0, 0, NOW_MS, self, NOW_MS, self, 0, 0, body, properties);
    }

    private String route() {
        return "{\"brokerDatas\":[{\"brokerAddrs\":{\"0\":\"127.0.0.1:" + self.getPort()
                + "\"},\"brokerName\":\"golden-broker\",\"cluster\":\"golden\"}],\"filterServerTable\":{},"
                + "\"queueDatas\":[{\"brokerName\":\"golden-broker\",\"perm\":6,\"readQueueNums\":1,"
                + "\"topicSysFlag\":0,\"writeQueueNums\":1}]}";
    }

    private static String find(Pattern pattern, Command request, String otherwise) {
        Matcher found = pattern.matcher(
                StandardCharsets.UTF_8.decode(request.body().duplicate()).toString());
        return found.find() ? String.valueOf(found.group(1)) : otherwise;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
