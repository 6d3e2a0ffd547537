package io.ringmq.stock;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.rocketmq.client.consumer.AllocateMessageQueueStrategy;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.consumer.MessageSelector;
import org.apache.rocketmq.client.consumer.listener.ConsumeConcurrentlyContext;
import org.apache.rocketmq.client.consumer.listener.ConsumeConcurrentlyStatus;
import org.apache.rocketmq.client.consumer.rebalance.AllocateMachineRoomNearby;
import org.apache.rocketmq.client.consumer.rebalance.AllocateMessageQueueAveragely;
import org.apache.rocketmq.client.consumer.rebalance.AllocateMessageQueueAveragelyByCircle;
import org.apache.rocketmq.client.consumer.rebalance.AllocateMessageQueueByConfig;
import org.apache.rocketmq.client.consumer.rebalance.AllocateMessageQueueByMachineRoom;
import org.apache.rocketmq.client.consumer.rebalance.AllocateMessageQueueConsistentHash;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.common.consumer.ConsumeFromWhere;
import org.apache.rocketmq.common.message.MessageExt;
import org.apache.rocketmq.common.message.MessageQueue;

/**
 * Consumes until standard input ends, in whatever way a push consumer can.
 *
 * <p>Options: {@code namesrv}; {@code group}; {@code topic}; {@code instance}; {@code sql}, an expression on properties
 * (all messages); {@code model} CLUSTERING or BROADCASTING; {@code from} FIRST, LAST or TIMESTAMP with {@code
 * timestamp} as yyyyMMddHHmmss; {@code strategy} averagely, circle, hash, config with {@code broker} and the {@code
 * queues} of this consumer, joined by commas, or nearby, where an instance is in the machine room that it is called after and a
 * broker in the one that its name begins with, or rooms with the {@code rooms}, joined by commas; {@code poll-ms} (30000); {@code persist-ms} (5000); {@code
 * rebalance-ms}, how often the queues are shared anew (20000).
 *
 * <p>Events as of {@link StockPushConsumer}, and {@code refused} with code and message instead of {@code ready} if the
 * client does not start.
 */
final class StockModesConsumer {
    private StockModesConsumer() {}

    public static void main(String[] args) {
        Program.run(List.of(args), StockModesConsumer::work);
    }

    private static void work(Options options, Events events) throws Exception {
        // Read when the client's classes are loaded, and nowhere else to be set.
        System.setProperty("rocketmq.client.rebalance.waitInterval", options.text("rebalance-ms", "20000"));
        DefaultMQPushConsumer consumer = new DefaultMQPushConsumer(options.required("group"));
        configure(consumer, options);
        String sql = options.textOrNull("sql");
        consumer.subscribe(
                options.required("topic"), sql == null ? MessageSelector.byTag("*") : MessageSelector.bySql(sql));
        consumer.registerMessageListener((List<MessageExt> messages, ConsumeConcurrentlyContext context) -> {
            messages.forEach(message -> StockPushConsumer.emitConsumed(events, message));
            return ConsumeConcurrentlyStatus.CONSUME_SUCCESS;
        });
        try {
            consumer.start();
        } catch (MQClientException e) {
            events.emit("refused", "code", e.getResponseCode(), "message", e.getErrorMessage());
            return;
        }
        events.emit("ready");
        Events.awaitEndOfInput(System.in);
        consumer.shutdown();
    }

    private static void configure(DefaultMQPushConsumer consumer, Options options) throws ReflectiveOperationException {
        consumer.setNamesrvAddr(options.required("namesrv"));
        consumer.setInstanceName(options.text("instance", consumer.getInstanceName()));
        consumer.setPollNameServerInterval(options.number("poll-ms", consumer.getPollNameServerInterval()));
        consumer.setPersistConsumerOffsetInterval(
                options.number("persist-ms", consumer.getPersistConsumerOffsetInterval()));
        setModel(consumer, options.text("model", "CLUSTERING"));
        consumer.setConsumeFromWhere(from(options.text("from", "FIRST")));
        consumer.setConsumeTimestamp(options.text("timestamp", consumer.getConsumeTimestamp()));
        consumer.setAllocateMessageQueueStrategy(strategy(options));
    }

    /** By reflection, because the class of the model has another package in either release. */
    private static void setModel(DefaultMQPushConsumer consumer, String name) throws ReflectiveOperationException {
        for (Method method : DefaultMQPushConsumer.class.getMethods()) {
            if (method.getName().equals("setMessageModel")) {
                Class<?> model = method.getParameterTypes()[0];
                method.invoke(consumer, model.getMethod("valueOf", String.class).invoke(null, name));
            }
        }
    }

    private static ConsumeFromWhere from(String name) {
        return switch (name) {
            case "FIRST" -> ConsumeFromWhere.CONSUME_FROM_FIRST_OFFSET;
            case "LAST" -> ConsumeFromWhere.CONSUME_FROM_LAST_OFFSET;
            case "TIMESTAMP" -> ConsumeFromWhere.CONSUME_FROM_TIMESTAMP;
            default -> throw new IllegalArgumentException("unknown --from " + name);
        };
    }

    private static AllocateMessageQueueStrategy strategy(Options options) {
        String name = options.text("strategy", "averagely");
        return switch (name) {
            case "averagely" -> new AllocateMessageQueueAveragely();
            case "circle" -> new AllocateMessageQueueAveragelyByCircle();
            case "hash" -> new AllocateMessageQueueConsistentHash();
            case "config" -> byConfig(options);
            case "rooms" -> byRooms(options);
            case "nearby" -> new AllocateMachineRoomNearby(new AllocateMessageQueueAveragely(), new Rooms());
            default -> throw new IllegalArgumentException("unknown --strategy " + name);
        };
    }

    /** Where brokers and consumers are, by the names of brokers and instances. */
    private static final class Rooms implements AllocateMachineRoomNearby.MachineRoomResolver {
        @Override
        public String brokerDeployIn(MessageQueue queue) {
            return queue.getBrokerName().split("@", -1)[0];
        }

        @Override
        public String consumerDeployIn(String clientId) {
            return clientId.split("@", -1)[1];
        }
    }

    private static AllocateMessageQueueStrategy byRooms(Options options) {
        AllocateMessageQueueByMachineRoom strategy = new AllocateMessageQueueByMachineRoom();
        strategy.setConsumeridcs(Set.of(options.required("rooms").split(",")));
        return strategy;
    }

    private static AllocateMessageQueueStrategy byConfig(Options options) {
        List<MessageQueue> queues = new ArrayList<>();
        Arrays.stream(options.required("queues").split(","))
                .map(queue -> new MessageQueue(
                        options.required("topic"), options.required("broker"), Integer.parseInt(queue)))
                .forEach(queues::add);
        AllocateMessageQueueByConfig strategy = new AllocateMessageQueueByConfig();
        strategy.setMessageQueueList(queues);
        return strategy;
    }
}
