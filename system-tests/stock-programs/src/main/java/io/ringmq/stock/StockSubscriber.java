package io.ringmq.stock;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.consumer.MessageSelector;
import org.apache.rocketmq.client.consumer.listener.ConsumeConcurrentlyContext;
import org.apache.rocketmq.client.consumer.listener.ConsumeConcurrentlyStatus;
import org.apache.rocketmq.common.consumer.ConsumeFromWhere;
import org.apache.rocketmq.common.message.MessageExt;
import org.apache.rocketmq.remoting.RemotingClient;
import org.apache.rocketmq.remoting.protocol.RemotingCommand;

/**
 * A consumer that pulls, beside what it consumes, as each line of standard input says until that ends, to see what the
 * broker makes of its subscription.
 *
 * <p>A line is {@code ADDRESS GROUP TOPIC AHEAD}: a pull of the first message of queue 0 there, for that group, with a
 * version of the subscription that is so much newer than the consumer's own.
 *
 * <p>Options: {@code namesrv}; {@code group}; {@code topic}; {@code sql}, an expression on properties (all messages);
 * {@code poll-ms}, the route poll interval (30000); {@code heartbeat-ms} (30000).
 *
 * <p>Events: {@code ready}; {@code consumed} as of {@link StockPushConsumer}; {@code answered} with code and remark, for
 * each line in turn; {@code done}.
 */
final class StockSubscriber {
    private static final int PULL_MESSAGE = 11;
    private static final long TIMEOUT_MS = 3_000;

    private final DefaultMQPushConsumer consumer;
    private final String topic;
    private final String expressionType;

    private StockSubscriber(DefaultMQPushConsumer consumer, String topic, String expressionType) {
        this.consumer = consumer;
        this.topic = topic;
        this.expressionType = expressionType;
    }

    public static void main(String[] args) {
        Program.run(List.of(args), StockSubscriber::work);
    }

    private static void work(Options options, Events events) throws Exception {
        DefaultMQPushConsumer consumer = new DefaultMQPushConsumer(options.required("group"));
        consumer.setNamesrvAddr(options.required("namesrv"));
        consumer.setPollNameServerInterval(options.number("poll-ms", consumer.getPollNameServerInterval()));
        consumer.setHeartbeatBrokerInterval(options.number("heartbeat-ms", consumer.getHeartbeatBrokerInterval()));
        consumer.setConsumeFromWhere(ConsumeFromWhere.CONSUME_FROM_FIRST_OFFSET);
        String sql = options.textOrNull("sql");
        String topic = options.required("topic");
        consumer.subscribe(topic, sql == null ? MessageSelector.byTag("*") : MessageSelector.bySql(sql));
        consumer.registerMessageListener((List<MessageExt> messages, ConsumeConcurrentlyContext context) -> {
            messages.forEach(message -> StockPushConsumer.emitConsumed(events, message));
            return ConsumeConcurrentlyStatus.CONSUME_SUCCESS;
        });
        consumer.start();
        StockSubscriber program = new StockSubscriber(consumer, topic, sql == null ? "TAG" : "SQL92");
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        events.emit("ready");
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] words = line.split(" ", -1);
            RemotingCommand answer = program.pull(words[0], words[1], words[2], Long.parseLong(words[3]));
            events.emit("answered", "code", answer.getCode(), "remark", answer.getRemark());
        }
        consumer.shutdown();
    }

    @SuppressWarnings("deprecation") // there is no other way to a pull that names its version
    private RemotingCommand pull(String address, String group, String from, long ahead) throws Exception {
        Map<String, String> fields = new HashMap<>();
        fields.put("consumerGroup", group);
        fields.put("topic", from);
        fields.put("queueId", "0");
        fields.put("queueOffset", "0");
        fields.put("maxMsgNums", "1");
        fields.put("sysFlag", "0");
        fields.put("commitOffset", "0");
        fields.put("suspendTimeoutMillis", "0");
        fields.put("subVersion", Long.toString(ownVersion() + ahead));
        fields.put("expressionType", expressionType);
        RemotingCommand request = RemotingCommand.createRequestCommand(PULL_MESSAGE, null);
        request.setExtFields(new HashMap<>(fields));
        RemotingClient remoting = consumer.getDefaultMQPushConsumerImpl()
                .getmQClientFactory()
                .getMQClientAPIImpl()
                .getRemotingClient();
        return remoting.invokeSync(address, request, TIMEOUT_MS);
    }

    /** By reflection, because the class of a subscription has another package in either release. */
    @SuppressWarnings("deprecation") // as above
    private long ownVersion() throws ReflectiveOperationException {
        Map<String, ?> subscriptions = consumer.getDefaultMQPushConsumerImpl().getSubscriptionInner();
        Object subscription = subscriptions.get(topic);
        if (subscription == null) {
            throw new IllegalStateException("no subscription to " + topic);
        }
        return (long) subscription.getClass().getMethod("getSubVersion").invoke(subscription);
    }
}
