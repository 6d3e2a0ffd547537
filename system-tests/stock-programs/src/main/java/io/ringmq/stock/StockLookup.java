package io.ringmq.stock;

import java.util.List;
import org.apache.rocketmq.client.QueryResult;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.message.MessageExt;

/**
 * Looks messages up as an application may.
 *
 * <p>Options beside those of {@link Producers}: {@code topic}; {@code key}; {@code from} and {@code to}, store times in ms
 * (any); {@code id}, unique or of an offset; {@code max} (32).
 *
 * <p>Events: {@code found} with id, msgId, offset, stored, for each message with the key; {@code viewed} with the same,
 * for the message with the id; {@code failed} with by and message.
 */
@SuppressWarnings(
        "deprecation") // queries by a producer: applications use them, and nothing replaces them but admin tools
final class StockLookup {
    private StockLookup() {}

    public static void main(String[] args) {
        Program.run(List.of(args), StockLookup::work);
    }

    private static void work(Options options, Events events) throws Exception {
        DefaultMQProducer producer = Producers.start(options);
        if (options.textOrNull("key") != null) {
            byKey(producer, options, events);
        }
        if (options.textOrNull("id") != null) {
            byId(producer, options, events);
        }
        producer.shutdown();
    }

    private static void byKey(DefaultMQProducer producer, Options options, Events events) throws Exception {
        long from = Long.parseLong(options.text("from", "0"));
        long to = Long.parseLong(options.text("to", Long.toString(Long.MAX_VALUE)));
        try {
            QueryResult result = producer.queryMessage(
                    options.required("topic"), options.required("key"), options.number("max", 32), from, to);
            result.getMessageList().forEach(message -> emit(events, "found", message));
        } catch (MQClientException e) {
            events.emit("failed", "by", "key", "message", e.getErrorMessage());
        }
    }

    private static void byId(DefaultMQProducer producer, Options options, Events events) throws Exception {
        try {
            emit(events, "viewed", producer.viewMessage(options.required("topic"), options.required("id")));
        } catch (MQClientException e) {
            events.emit("failed", "by", "id", "message", e.getErrorMessage());
        }
    }

    private static void emit(Events events, String event, MessageExt message) {
        events.emit(
                event,
                "id",
                message.getUserProperty(Producers.ID_PROPERTY),
                "msgId",
                message.getMsgId(),
                "offset",
                message.getQueueOffset(),
                "stored",
                message.getStoreTimestamp());
    }
}
