package io.ringmq.stock;

import java.nio.charset.StandardCharsets;
import org.apache.rocketmq.client.exception.MQBrokerException;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.topic.TopicValidator;

/** How every program makes its producer and its messages. */
final class Producers {
    /** User property that carries the id under which the harness keeps book of a message. */
    static final String ID_PROPERTY = "systest_id";

    /** Named by the constructors that both releases have. */
    static final String DEFAULT_TRACE_TOPIC = TopicValidator.RMQ_SYS_TRACE_TOPIC;

    private Producers() {}

    /**
     * A started producer. Everything that is not an option has the client's own default.
     *
     * <p>Options: {@code namesrv}; {@code group} (system-test-producer); {@code poll-ms}, the route poll interval
     * (30000); {@code heartbeat-ms} (30000); {@code timeout-ms} of a send (3000); {@code retries} (2); {@code default-queues} of a topic created by
     * sending to it (4); {@code max-bytes} that the client itself lets pass (4 MiB); {@code trace} true to have it leave
     * traces; {@code lose-every}, of so many answers to synchronous sends one is lost (none).
     */
    static DefaultMQProducer start(Options options) throws MQClientException {
        int loseEvery = options.number("lose-every", 0);
        DefaultMQProducer producer = new DefaultMQProducer(
                options.text("group", "system-test-producer"),
                loseEvery == 0 ? null : new LostAnswers(loseEvery),
                options.flag("trace"),
                DEFAULT_TRACE_TOPIC);
        start(producer, options);
        return producer;
    }

    /** As {@link #start(Options)}, a producer that has its group. */
    static void start(DefaultMQProducer producer, Options options) throws MQClientException {
        producer.setNamesrvAddr(options.required("namesrv"));
        producer.setPollNameServerInterval(options.number("poll-ms", producer.getPollNameServerInterval()));
        producer.setHeartbeatBrokerInterval(options.number("heartbeat-ms", producer.getHeartbeatBrokerInterval()));
        producer.setSendMsgTimeout(options.number("timeout-ms", producer.getSendMsgTimeout()));
        producer.setRetryTimesWhenSendFailed(options.number("retries", producer.getRetryTimesWhenSendFailed()));
        producer.setDefaultTopicQueueNums(options.number("default-queues", producer.getDefaultTopicQueueNums()));
        producer.setMaxMessageSize(options.number("max-bytes", producer.getMaxMessageSize()));
        producer.start();
    }

    static Message message(String topic, String tag, String id) {
        return message(topic, tag, id, ("body of " + id).getBytes(StandardCharsets.UTF_8));
    }

    static Message message(String topic, String tag, String id, byte[] body) {
        Message message = new Message(topic, tag, id, body);
        message.putUserProperty(ID_PROPERTY, id);
        return message;
    }

    /** Reports a send that failed: the broker's response code where there was one, else the client's. */
    static void emitFailure(Events events, String id, Throwable failure) {
        int code = -1;
        if (failure instanceof MQBrokerException broker) {
            code = broker.getResponseCode();
        } else if (failure instanceof MQClientException client) {
            code = client.getResponseCode();
        }
        Throwable cause = failure.getCause();
        String causeCode = cause instanceof MQBrokerException broker ? String.valueOf(broker.getResponseCode()) : "";
        events.emit(
                "failed",
                "id",
                id,
                "error",
                failure.getClass().getSimpleName(),
                "code",
                code,
                "causeCode",
                causeCode,
                "message",
                firstLine(String.valueOf(failure.getMessage()))
                        + (cause == null ? "" : " <- " + firstLine(String.valueOf(cause.getMessage()))));
    }

    private static String firstLine(String text) {
        int end = text.indexOf('\n');
        return end < 0 ? text : text.substring(0, end);
    }
}
