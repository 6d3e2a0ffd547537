package io.ringmq.remoting.body;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * What a consumer wants of a topic.
 *
 * @param subString the expression: tags, {@code *} for all, or SQL
 * @param expressionType {@link #TAG} or {@link #SQL92}
 * @param codeSet string hashes of the tags
 * @param subVersion grows with every change of the subscription
 */
public record SubscriptionBody(
        String topic,
        String subString,
        String expressionType,
        List<String> tagsSet,
        List<Integer> codeSet,
        long subVersion,
        boolean classFilterMode) {
    public SubscriptionBody {
        tagsSet = List.copyOf(tagsSet);
        codeSet = List.copyOf(codeSet);
    }

    public static final String TAG = "TAG";
    public static final String SQL92 = "SQL92";

    /**
     * Reads the body; the buffer's position stays.
     *
     * @throws MalformedBodyException if it is not what this record describes
     */
    public static SubscriptionBody decode(ByteBuffer json) {
        return JsonIn.decode("SubscriptionBody", json, SubscriptionBody::read);
    }

    /** The body in UTF-8. */
    public byte[] encode() {
        return JsonOut.encode(this::write);
    }

    static SubscriptionBody read(JsonIn in) {
        in.beginObject();
        String topic = null;
        String subString = "*";
        String expressionType = TAG;
        List<String> tagsSet = List.of();
        List<Integer> codeSet = List.of();
        long subVersion = 0;
        boolean classFilterMode = false;
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "topic" -> topic = in.string();
                case "subString" -> subString = in.string();
                case "expressionType" -> expressionType = in.string();
                case "tagsSet" -> tagsSet = in.strings();
                case "codeSet" -> codeSet = in.list(JsonIn::integer);
                case "subVersion" -> subVersion = in.number();
                case "classFilterMode" -> classFilterMode = in.bool();
                default -> in.skip();
            }
        }
        return new SubscriptionBody(
                in.required(topic, "topic"), subString, expressionType, tagsSet, codeSet, subVersion, classFilterMode);
    }

    void write(JsonOut out) {
        out.beginObject()
                .member("classFilterMode", classFilterMode)
                .integers("codeSet", codeSet)
                .member("expressionType", expressionType)
                .member("subString", subString)
                .member("subVersion", subVersion)
                .strings("tagsSet", tagsSet)
                .member("topic", topic)
                .endObject();
    }
}
