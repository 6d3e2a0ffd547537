package io.ringmq.stock;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.rocketmq.common.message.MessageExt;
import org.apache.rocketmq.remoting.protocol.RemotingSerializable;
import org.apache.rocketmq.tools.admin.DefaultMQAdminExt;
import org.jspecify.annotations.Nullable;

/**
 * Calls the admin client, as rocketmq-dashboard does, for each line of standard input until that ends. Methods are found by
 * their names, because the two releases keep what they answer in different packages.
 *
 * <p>A line is the name of a method and its arguments, separated by spaces: {@code null}, words and numbers as they are, sets
 * with commas, a message as {@code topic,msgId}, and other objects in JSON.
 *
 * <p>Options: {@code namesrv}.
 *
 * <p>Events: {@code ready}; {@code ran} with line and output, the answer in JSON or what went wrong.
 */
final class StockAdminClient {
    private final DefaultMQAdminExt admin = new DefaultMQAdminExt();

    private StockAdminClient() {}

    public static void main(String[] args) {
        Program.run(List.of(args), StockAdminClient::work);
    }

    private static void work(Options options, Events events) throws Exception {
        System.setProperty("rocketmq.namesrv.addr", options.required("namesrv"));
        StockAdminClient client = new StockAdminClient();
        client.admin.start();
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        events.emit("ready");
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            events.emit("ran", "line", line, "output", client.call(line));
        }
        client.admin.shutdown();
    }

    private String call(String line) throws Exception {
        List<String> words = List.of(line.split(" "));
        Method method = method(words.get(0), words.size() - 1);
        Class<?>[] types = method.getParameterTypes();
        Object[] arguments = new Object[types.length];
        for (int i = 0; i < types.length; i++) {
            arguments[i] = argument(words.get(i + 1), types[i]);
        }
        try {
            return text(method.invoke(admin, arguments));
        } catch (InvocationTargetException e) {
            return "failed: " + e.getCause();
        }
    }

    private static Method method(String name, int arguments) {
        return Arrays.stream(DefaultMQAdminExt.class.getMethods())
                .filter(method ->
                        method.getName().equals(name) && method.getParameterCount() == arguments && !method.isBridge())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no method " + name + " of " + arguments));
    }

    private @Nullable Object argument(String word, Class<?> type) throws Exception {
        if (word.equals("null")) {
            return null;
        }
        if (type == MessageExt.class) {
            List<String> topicAndId = List.of(word.split(","));
            return admin.viewMessage(topicAndId.get(0), topicAndId.get(1));
        }
        if (type == Set.class) {
            return Set.of(word.split(","));
        }
        return type == String.class ? word : RemotingSerializable.fromJson(word, type);
    }

    private static String text(@Nullable Object answer) {
        return answer instanceof RemotingSerializable ? RemotingSerializable.toJson(answer, false) : "" + answer;
    }
}
