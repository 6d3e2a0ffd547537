package io.ringmq.stock;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.consumer.listener.ConsumeConcurrentlyContext;
import org.apache.rocketmq.client.consumer.listener.ConsumeConcurrentlyStatus;
import org.apache.rocketmq.client.exception.MQBrokerException;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.client.utils.MessageUtil;
import org.apache.rocketmq.common.consumer.ConsumeFromWhere;
import org.apache.rocketmq.common.message.MessageExt;
import org.apache.rocketmq.remoting.exception.RemotingException;

/**
 * Consumes requests until standard input ends, and sends the reply {@code answer to ID} to each.
 *
 * <p>Options beside those of {@link Producers}: {@code topic}; {@code consumer-group} (repliers).
 *
 * <p>Events: {@code ready}; {@code replied} with id; {@code failed}.
 */
final class StockReplier {
    private final DefaultMQProducer producer;
    private final Events events;

    private StockReplier(DefaultMQProducer producer, Events events) {
        this.producer = producer;
        this.events = events;
    }

    public static void main(String[] args) {
        Program.run(List.of(args), StockReplier::work);
    }

    private static void work(Options options, Events events) throws Exception {
        DefaultMQProducer producer = Producers.start(options);
        StockReplier replier = new StockReplier(producer, events);
        DefaultMQPushConsumer consumer = new DefaultMQPushConsumer(options.text("consumer-group", "repliers"));
        consumer.setNamesrvAddr(options.required("namesrv"));
        consumer.setPollNameServerInterval(options.number("poll-ms", consumer.getPollNameServerInterval()));
        consumer.setConsumeFromWhere(ConsumeFromWhere.CONSUME_FROM_FIRST_OFFSET);
        consumer.subscribe(options.required("topic"), "*");
        consumer.registerMessageListener((List<MessageExt> messages, ConsumeConcurrentlyContext context) -> {
            messages.forEach(replier::reply);
            return ConsumeConcurrentlyStatus.CONSUME_SUCCESS;
        });
        consumer.start();
        events.emit("ready");
        Events.awaitEndOfInput(System.in);
        consumer.shutdown();
        producer.shutdown();
    }

    private void reply(MessageExt request) {
        String id = request.getUserProperty(Producers.ID_PROPERTY);
        byte[] answer = ("answer to " + id).getBytes(StandardCharsets.UTF_8);
        try {
            producer.send(MessageUtil.createReplyMessage(request, answer));
            events.emit("replied", "id", id);
        } catch (MQClientException | MQBrokerException | RemotingException e) {
            Producers.emitFailure(events, id, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
