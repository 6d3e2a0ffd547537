package io.ringmq.remoting.body;

import java.nio.ByteBuffer;
import java.util.List;

/** Groups to be made: the body of UPDATE_AND_CREATE_SUBSCRIPTIONGROUP_LIST. */
public record SubscriptionGroupList(List<SubscriptionGroupBody> groups) {
    public SubscriptionGroupList {
        groups = List.copyOf(groups);
    }

    /**
     * Reads the body; the buffer's position stays.
     *
     * @throws MalformedBodyException if it is not what this record describes
     */
    public static SubscriptionGroupList decode(ByteBuffer json) {
        return JsonIn.decode("SubscriptionGroupList", json, SubscriptionGroupList::read);
    }

    private static SubscriptionGroupList read(JsonIn in) {
        in.beginObject();
        List<SubscriptionGroupBody> groups = List.of();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "groupConfigList" -> groups = in.list(SubscriptionGroupBody::read);
                default -> in.skip();
            }
        }
        return new SubscriptionGroupList(groups);
    }

    /** The body in UTF-8. */
    public byte[] encode() {
        return JsonOut.encode(out -> out.beginObject()
                .list("groupConfigList", groups, (o, group) -> group.write(o))
                .endObject());
    }
}
