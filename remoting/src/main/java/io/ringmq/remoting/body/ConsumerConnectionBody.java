package io.ringmq.remoting.body;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The clients of a consumer group: the answer to GET_CONSUMER_CONNECTION_LIST.
 *
 * @param subscriptions by topic
 */
public record ConsumerConnectionBody(
        List<ClientConnection> connections,
        Map<String, SubscriptionBody> subscriptions,
        @Nullable ConsumeType consumeType,
        @Nullable MessageModel messageModel,
        @Nullable ConsumeFromWhere consumeFromWhere) {
    public ConsumerConnectionBody {
        connections = List.copyOf(connections);
        subscriptions = Ordered.copyOf(subscriptions);
    }

    /**
     * Reads the body; the buffer's position stays.
     *
     * @throws MalformedBodyException if it is not what this record describes
     */
    public static ConsumerConnectionBody decode(ByteBuffer json) {
        return JsonIn.decode("ConsumerConnectionBody", json, ConsumerConnectionBody::read);
    }

    /** The body in UTF-8. */
    public byte[] encode() {
        return JsonOut.encode(this::write);
    }

    static ConsumerConnectionBody read(JsonIn in) {
        in.beginObject();
        List<ClientConnection> connections = List.of();
        Map<String, SubscriptionBody> subscriptions = Map.of();
        ConsumeType consumeType = null;
        MessageModel messageModel = null;
        ConsumeFromWhere consumeFromWhere = null;
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "connectionSet" -> connections = in.list(ClientConnection::read);
                case "subscriptionTable" -> subscriptions = in.map(SubscriptionBody::read);
                case "consumeType" -> consumeType = in.constant(ConsumeType.class);
                case "messageModel" -> messageModel = in.constant(MessageModel.class);
                case "consumeFromWhere" -> consumeFromWhere = in.constant(ConsumeFromWhere.class);
                default -> in.skip();
            }
        }
        return new ConsumerConnectionBody(connections, subscriptions, consumeType, messageModel, consumeFromWhere);
    }

    void write(JsonOut out) {
        out.beginObject()
                .list("connectionSet", connections, (o, value) -> value.write(o))
                .member("consumeFromWhere", consumeFromWhere == null ? null : consumeFromWhere.name())
                .member("consumeType", consumeType == null ? null : consumeType.name())
                .member("messageModel", messageModel == null ? null : messageModel.name())
                .map("subscriptionTable", subscriptions, (o, value) -> value.write(o))
                .endObject();
    }
}
