package io.ringmq.remoting.body;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Whether a subscription is acceptable: the body of CHECK_CLIENT_CONFIG.
 */
public record CheckClientBody(
        String clientId,
        String group,
        @Nullable SubscriptionBody subscription,
        @Nullable String namespace) {
    /**
     * Reads the body; the buffer's position stays.
     *
     * @throws MalformedBodyException if it is not what this record describes
     */
    public static CheckClientBody decode(ByteBuffer json) {
        return JsonIn.decode("CheckClientBody", json, CheckClientBody::read);
    }

    /** The body in UTF-8. */
    public byte[] encode() {
        return JsonOut.encode(this::write);
    }

    static CheckClientBody read(JsonIn in) {
        in.beginObject();
        String clientId = "";
        String group = "";
        SubscriptionBody subscription = null;
        String namespace = null;
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "clientId" -> clientId = in.string();
                case "group" -> group = in.string();
                case "subscriptionData" -> subscription = SubscriptionBody.read(in);
                case "namespace" -> namespace = in.string();
                default -> in.skip();
            }
        }
        return new CheckClientBody(clientId, group, subscription, namespace);
    }

    void write(JsonOut out) {
        out.beginObject().member("clientId", clientId).member("group", group).member("namespace", namespace);
        if (subscription != null) {
            subscription.write(out.name("subscriptionData"));
        }
        out.endObject();
    }
}
