package io.ringmq.remoting.body;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * What is to be deleted: the body of DELETE_TOPIC_IN_BROKER_LIST and DELETE_SUBSCRIPTION_GROUP_LIST.
 *
 * @param topics names of topics
 * @param groups names of groups
 * @param cleanOffset whether the progress of the groups goes, too
 */
public record DeleteListBody(List<String> topics, List<String> groups, boolean cleanOffset) {
    public DeleteListBody {
        topics = List.copyOf(topics);
        groups = List.copyOf(groups);
    }

    /**
     * Reads the body; the buffer's position stays.
     *
     * @throws MalformedBodyException if it is not what this record describes
     */
    public static DeleteListBody decode(ByteBuffer json) {
        return JsonIn.decode("DeleteListBody", json, DeleteListBody::read);
    }

    private static DeleteListBody read(JsonIn in) {
        in.beginObject();
        List<String> topics = List.of();
        List<String> groups = List.of();
        boolean cleanOffset = false;
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "topicList" -> topics = in.strings();
                case "groupNameList" -> groups = in.strings();
                case "cleanOffset" -> cleanOffset = in.bool();
                default -> in.skip();
            }
        }
        return new DeleteListBody(topics, groups, cleanOffset);
    }

    /** The body in UTF-8. */
    public byte[] encode() {
        return JsonOut.encode(out -> out.beginObject()
                .member("cleanOffset", cleanOffset)
                .strings("groupNameList", groups)
                .strings("topicList", topics)
                .endObject());
    }
}
