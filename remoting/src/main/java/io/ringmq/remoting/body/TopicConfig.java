package io.ringmq.remoting.body;

import java.nio.ByteBuffer;
import java.util.Map;

/**
 * Settings of a topic on one broker.
 *
 * @param perm bits of {@link Permissions}
 */
public record TopicConfig(
        String topicName,
        int readQueueNums,
        int writeQueueNums,
        int perm,
        String topicFilterType,
        int topicSysFlag,
        boolean order,
        Map<String, String> attributes) {
    public TopicConfig {
        attributes = Ordered.copyOf(attributes);
    }

    /** The only filter type that clients use. */
    public static final String SINGLE_TAG = "SINGLE_TAG";

    /** A topic with as many queues for reading as for writing and no attributes. */
    public static TopicConfig of(String topicName, int queueNums, int perm) {
        return new TopicConfig(topicName, queueNums, queueNums, perm, SINGLE_TAG, 0, false, Map.of());
    }

    /**
     * Reads the body; the buffer's position stays.
     *
     * @throws MalformedBodyException if it is not what this record describes
     */
    public static TopicConfig decode(ByteBuffer json) {
        return JsonIn.decode("TopicConfig", json, TopicConfig::read);
    }

    /** The body in UTF-8. */
    public byte[] encode() {
        return JsonOut.encode(this::write);
    }

    static TopicConfig read(JsonIn in) {
        in.beginObject();
        String topicName = null;
        int readQueueNums = 16;
        int writeQueueNums = 16;
        int perm = 6;
        String topicFilterType = SINGLE_TAG;
        int topicSysFlag = 0;
        boolean order = false;
        Map<String, String> attributes = Map.of();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "topicName" -> topicName = in.string();
                case "readQueueNums" -> readQueueNums = in.integer();
                case "writeQueueNums" -> writeQueueNums = in.integer();
                case "perm" -> perm = in.integer();
                case "topicFilterType" -> topicFilterType = in.string();
                case "topicSysFlag" -> topicSysFlag = in.integer();
                case "order" -> order = in.bool();
                case "attributes" -> attributes = in.map(JsonIn::string);
                default -> in.skip();
            }
        }
        return new TopicConfig(
                in.required(topicName, "topicName"),
                readQueueNums,
                writeQueueNums,
                perm,
                topicFilterType,
                topicSysFlag,
                order,
                attributes);
    }

    void write(JsonOut out) {
        out.beginObject()
                .strings("attributes", attributes)
                .member("order", order)
                .member("perm", perm)
                .member("readQueueNums", readQueueNums)
                .member("topicFilterType", topicFilterType)
                .member("topicName", topicName)
                .member("topicSysFlag", topicSysFlag)
                .member("writeQueueNums", writeQueueNums)
                .endObject();
    }
}
