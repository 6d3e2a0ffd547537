package io.ringmq.stock;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.rocketmq.client.impl.MQClientAPIImpl;
import org.apache.rocketmq.client.impl.factory.MQClientInstance;
import org.apache.rocketmq.common.message.MessageExt;

/**
 * Pops in order with the calls below a stock client of 5.x, which RocketMQ's proxy makes: no consumer of the client's own
 * does. By reflection, because the client that this is compiled against, the oldest, does not have them.
 */
final class OrderedPops {
    private static final String HEADERS = "org.apache.rocketmq.remoting.protocol.header.";
    private static final String CALLBACKS = "org.apache.rocketmq.client.consumer.";
    private static final long TIMEOUT_MS = 5_000;
    private static final long POLL_MS = 2_000;
    private static final int ANY_QUEUE = -1;
    private static final int MAX_MESSAGES = 8;

    private final MQClientInstance client;
    private final String broker;
    private final String topic;
    private final String group;

    OrderedPops(MQClientInstance client, String broker, String topic, String group) {
        this.client = client;
        this.broker = broker;
        this.topic = topic;
        this.group = group;
    }

    /** Some messages of some queues; none if none came in time. */
    @SuppressWarnings("unchecked") // what the list holds is lost by reflection; the stock client says messages
    List<MessageExt> pop(long invisibleMs) throws Exception {
        Object header = header("PopMessageRequestHeader");
        set(header, "setConsumerGroup", String.class, group);
        set(header, "setTopic", String.class, topic);
        set(header, "setQueueId", Integer.class, ANY_QUEUE);
        set(header, "setMaxMsgNums", int.class, MAX_MESSAGES);
        set(header, "setInvisibleTime", long.class, invisibleMs);
        set(header, "setPollTime", long.class, POLL_MS);
        set(header, "setBornTime", long.class, 0L);
        set(header, "setInitMode", int.class, 0);
        set(header, "setExpType", String.class, "TAG");
        set(header, "setExp", String.class, "*");
        set(header, "setOrder", Boolean.class, true);
        Class<?> callback = Class.forName(CALLBACKS + "PopCallback");
        CompletableFuture<Object> result = new CompletableFuture<>();
        MQClientAPIImpl.class
                .getMethod("popMessageAsync", String.class, String.class, header.getClass(), long.class, callback)
                .invoke(api(), broker, address(), header, TIMEOUT_MS, completing(callback, result));
        Object popped = result.get(TIMEOUT_MS, TimeUnit.MILLISECONDS);
        Object found = popped.getClass().getMethod("getMsgFoundList").invoke(popped);
        return found == null ? List.of() : (List<MessageExt>) found;
    }

    /** Returns whether the message was acknowledged; if not, its handle is good no more. */
    boolean acknowledge(MessageExt message) throws Exception {
        Object header = header("AckMessageRequestHeader");
        set(header, "setConsumerGroup", String.class, group);
        set(header, "setTopic", String.class, topic);
        set(header, "setQueueId", Integer.class, message.getQueueId());
        set(header, "setOffset", Long.class, message.getQueueOffset());
        set(header, "setExtraInfo", String.class, message.getProperty("POP_CK"));
        Class<?> callback = Class.forName(CALLBACKS + "AckCallback");
        CompletableFuture<Object> result = new CompletableFuture<>();
        MQClientAPIImpl.class
                .getMethod("ackMessageAsync", String.class, long.class, callback, header.getClass())
                .invoke(api(), address(), TIMEOUT_MS, completing(callback, result), header);
        Object acknowledged = result.get(TIMEOUT_MS, TimeUnit.MILLISECONDS);
        return "OK"
                .equals(String.valueOf(
                        acknowledged.getClass().getMethod("getStatus").invoke(acknowledged)));
    }

    /** Asks the nameserver who leads now. */
    void lookAgain() {
        client.updateTopicRouteInfoFromNameServer(topic);
    }

    private MQClientAPIImpl api() {
        return client.getMQClientAPIImpl();
    }

    private String address() {
        return client.findBrokerAddressInPublish(broker);
    }

    private static Object header(String name) throws ReflectiveOperationException {
        return Class.forName(HEADERS + name).getConstructor().newInstance();
    }

    private static void set(Object header, String setter, Class<?> type, Object value)
            throws ReflectiveOperationException {
        header.getClass().getMethod(setter, type).invoke(header, value);
    }

    private static Object completing(Class<?> callback, CompletableFuture<Object> result) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            switch (method.getName()) {
                case "onSuccess" -> result.complete(arguments[0]);
                case "onException" -> result.completeExceptionally((Throwable) arguments[0]);
                default -> throw new UnsupportedOperationException(method.toString());
            }
            return null;
        };
        return Proxy.newProxyInstance(callback.getClassLoader(), new Class<?>[] {callback}, handler);
    }
}
