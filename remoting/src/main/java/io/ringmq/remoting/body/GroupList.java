package io.ringmq.remoting.body;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * Names of groups.
 */
public record GroupList(List<String> groupList) {
    public GroupList {
        groupList = List.copyOf(groupList);
    }

    /**
     * Reads the body; the buffer's position stays.
     *
     * @throws MalformedBodyException if it is not what this record describes
     */
    public static GroupList decode(ByteBuffer json) {
        return JsonIn.decode("GroupList", json, GroupList::read);
    }

    /** The body in UTF-8. */
    public byte[] encode() {
        return JsonOut.encode(this::write);
    }

    static GroupList read(JsonIn in) {
        in.beginObject();
        List<String> groupList = List.of();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "groupList" -> groupList = in.strings();
                default -> in.skip();
            }
        }
        return new GroupList(groupList);
    }

    void write(JsonOut out) {
        out.beginObject().strings("groupList", groupList).endObject();
    }
}
