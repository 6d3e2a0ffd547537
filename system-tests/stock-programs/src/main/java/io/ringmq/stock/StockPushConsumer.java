package io.ringmq.stock;

import java.util.List;
import java.util.zip.CRC32;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.consumer.listener.ConsumeConcurrentlyContext;
import org.apache.rocketmq.client.consumer.listener.ConsumeConcurrentlyStatus;
import org.apache.rocketmq.common.consumer.ConsumeFromWhere;
import org.apache.rocketmq.common.message.MessageExt;

/**
 * Consumes in clustering mode until standard input ends, from the first message on if the group is new.
 *
 * <p>Options: {@code namesrv}; {@code group}; {@code topic}; {@code expression} of tags (*); {@code poll-ms}, the route
 * poll interval (30000); {@code instance}, a name that tells two consumers apart; {@code fail} true to ask for every
 * message again; {@code delay-level} of such a retry (0: the broker's choice); {@code max-reconsume} (16);
 * {@code persist-ms}, the interval at which offsets go to the broker (5000); {@code trace} true to have it leave
 * traces.
 *
 * <p>Events: {@code ready}; {@code consumed} with id, topic, queue, offset, tag, reconsumed, msgId, born (when its producer
 * sent it, ms), bodyCrc; {@code done}.
 */
final class StockPushConsumer {
    private StockPushConsumer() {}

    public static void main(String[] args) {
        Program.run(List.of(args), StockPushConsumer::work);
    }

    private static void work(Options options, Events events) throws Exception {
        DefaultMQPushConsumer consumer = new DefaultMQPushConsumer(
                options.required("group"), options.flag("trace"), Producers.DEFAULT_TRACE_TOPIC);
        consumer.setNamesrvAddr(options.required("namesrv"));
        consumer.setInstanceName(options.text("instance", consumer.getInstanceName()));
        consumer.setPollNameServerInterval(options.number("poll-ms", consumer.getPollNameServerInterval()));
        consumer.setPersistConsumerOffsetInterval(
                options.number("persist-ms", consumer.getPersistConsumerOffsetInterval()));
        consumer.setConsumeFromWhere(ConsumeFromWhere.CONSUME_FROM_FIRST_OFFSET);
        consumer.setMaxReconsumeTimes(options.number("max-reconsume", -1));
        consumer.subscribe(options.required("topic"), options.text("expression", "*"));
        consumer.registerMessageListener((List<MessageExt> messages, ConsumeConcurrentlyContext context) -> {
            messages.forEach(message -> emitConsumed(events, message));
            context.setDelayLevelWhenNextConsume(options.number("delay-level", 0));
            return options.flag("fail")
                    ? ConsumeConcurrentlyStatus.RECONSUME_LATER
                    : ConsumeConcurrentlyStatus.CONSUME_SUCCESS;
        });
        consumer.start();
        events.emit("ready");
        Events.awaitEndOfInput(System.in);
        consumer.shutdown();
    }

    static void emitConsumed(Events events, MessageExt message) {
        events.emit(
                "consumed",
                "id",
                message.getUserProperty(Producers.ID_PROPERTY),
                "topic",
                message.getTopic(),
                "broker",
                message.getBrokerName(),
                "queue",
                message.getQueueId(),
                "offset",
                message.getQueueOffset(),
                "tag",
                message.getTags(),
                "reconsumed",
                message.getReconsumeTimes(),
                "msgId",
                message.getMsgId(),
                "born",
                message.getBornTimestamp(),
                "bodyCrc",
                crc(message.getBody()));
    }

    private static long crc(byte[] body) {
        CRC32 crc = new CRC32();
        crc.update(body);
        return crc.getValue();
    }
}
