import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.rocketmq.client.ClientConfig;
import org.apache.rocketmq.client.consumer.DefaultLitePullConsumer;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.consumer.listener.ConsumeConcurrentlyStatus;
import org.apache.rocketmq.client.consumer.listener.ConsumeOrderlyStatus;
import org.apache.rocketmq.client.consumer.listener.MessageListenerConcurrently;
import org.apache.rocketmq.client.consumer.listener.MessageListenerOrderly;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.client.producer.LocalTransactionState;
import org.apache.rocketmq.client.producer.TransactionListener;
import org.apache.rocketmq.client.producer.TransactionMQProducer;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageExt;
import org.apache.rocketmq.common.message.MessageQueue;

/**
 * Makes a stock client send one request of each kind. Not compiled with the project: GoldenCapture runs this file
 * from source against the client's own jars. Argument: host:port that answers as nameserver and as broker.
 */
public final class StockClient {
    private static final String TOPIC = "golden-topic";

    public static void main(String[] arguments) throws Exception {
        String server = arguments[0];
        produce(server);
        transact(server);
        consume(server);
        consumeInOrder(server);
        pull(server);
        System.exit(0);
    }

    private static void configure(ClientConfig client, String server, String name) {
        client.setNamesrvAddr(server);
        client.setClientIP("127.0.0.1");
        client.setInstanceName(name);
    }

    private static Message message(int number) {
        byte[] body = ("body " + number + " äöü").getBytes(StandardCharsets.UTF_8);
        Message message = new Message(TOPIC, "tag-a", "key-1 key-2", body);
        message.putUserProperty("colour", "\"grün\\");
        return message;
    }

    private static void produce(String server) throws Exception {
        DefaultMQProducer producer = new DefaultMQProducer("golden-producers");
        configure(producer, server, "producer");
        producer.start();
        producer.send(message(1));
        producer.send(Arrays.asList(message(2), message(3)));
        MessageQueue queue = new MessageQueue(TOPIC, "golden-broker", 0);
        step("max", () -> producer.maxOffset(queue));
        step("min", () -> producer.minOffset(queue));
        step("search", () -> producer.searchOffset(queue, 1_700_000_000_000L));
        step("earliest", () -> producer.earliestMsgStoreTime(queue));
        step("query", () -> producer.queryMessage(TOPIC, "key-1", 8, 0, 1_900_000_000_000L));
        producer.shutdown();
    }

    private static void transact(String server) throws Exception {
        TransactionMQProducer producer = new TransactionMQProducer("golden-transactions");
        configure(producer, server, "transactions");
        producer.setTransactionListener(new TransactionListener() {
            @Override
            public LocalTransactionState executeLocalTransaction(Message message, Object argument) {
                return LocalTransactionState.COMMIT_MESSAGE;
            }

            @Override
            public LocalTransactionState checkLocalTransaction(MessageExt message) {
                return LocalTransactionState.COMMIT_MESSAGE;
            }
        });
        producer.start();
        step("transaction", () -> producer.sendMessageInTransaction(message(4), null));
        producer.shutdown();
    }

    private static void consume(String server) throws Exception {
        CountDownLatch consumed = new CountDownLatch(1);
        DefaultMQPushConsumer consumer = new DefaultMQPushConsumer("golden-consumers");
        configure(consumer, server, "consumer");
        consumer.subscribe(TOPIC, "tag-a || tag-b");
        consumer.registerMessageListener((MessageListenerConcurrently) (messages, context) -> {
            consumed.countDown();
            return ConsumeConcurrentlyStatus.RECONSUME_LATER;
        });
        consumer.start();
        consumed.await(30, TimeUnit.SECONDS);
        linger();
        consumer.shutdown();
    }

    private static void consumeInOrder(String server) throws Exception {
        CountDownLatch consumed = new CountDownLatch(1);
        DefaultMQPushConsumer consumer = new DefaultMQPushConsumer("golden-ordered");
        configure(consumer, server, "ordered");
        consumer.subscribe(TOPIC, "*");
        consumer.registerMessageListener((MessageListenerOrderly) (messages, context) -> {
            consumed.countDown();
            return ConsumeOrderlyStatus.SUCCESS;
        });
        consumer.start();
        consumed.await(30, TimeUnit.SECONDS);
        consumer.shutdown();
    }

    private static void pull(String server) throws Exception {
        DefaultLitePullConsumer consumer = new DefaultLitePullConsumer("golden-pullers");
        configure(consumer, server, "puller");
        consumer.setAutoCommit(false);
        consumer.subscribe(TOPIC, "*");
        consumer.start();
        step("poll", () -> consumer.poll(20_000));
        step("commit", consumer::commitSync);
        linger();
        consumer.shutdown();
    }

    /** Leaves the client's background threads the time to report what was consumed. */
    private static void linger() throws InterruptedException {
        new CountDownLatch(1).await(2, TimeUnit.SECONDS);
    }

    /** The answers are made up, so a call may fail after its request was recorded: that is said and passed over. */
    private static void step(String name, Step step) {
        try {
            step.run();
        } catch (Exception e) {
            System.out.println(name + ": " + e);
        }
    }

    private interface Step {
        void run() throws Exception;
    }
}
