package io.ringmq.client.request;

import io.ringmq.remoting.message.PropertyNames;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An answer to a request. Immutable as long as nobody changes the body's bytes.
 *
 * @param body bytes between position and limit
 * @param properties of the replier; those of a reply that was received include the reserved ones
 */
public record Reply(ByteBuffer body, Map<String, String> properties) {
    public Reply {
        body = body.asReadOnlyBuffer();
        properties = Map.copyOf(properties);
    }

    /** A reply of these bytes, which are not copied. */
    public static Reply of(byte[] body) {
        return new Reply(ByteBuffer.wrap(body), Map.of());
    }

    /** A reply of a text in UTF-8. */
    public static Reply of(String body) {
        return of(body.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * With a property of the replier's.
     *
     * @throws IllegalArgumentException if the name is reserved
     */
    public Reply withProperty(String name, String value) {
        if (PropertyNames.isReserved(name)) {
            throw new IllegalArgumentException("property name '" + name + "' is reserved; choose another");
        }
        Map<String, String> changed = new LinkedHashMap<>(properties);
        changed.put(name, value);
        return new Reply(body, changed);
    }

    /** One property; null if the reply does not have it. */
    public @Nullable String property(String name) {
        return properties.get(name);
    }

    /** A view of the body's bytes, read only; its position is the caller's own. */
    @Override
    public ByteBuffer body() {
        return body.duplicate();
    }

    /** The body's bytes in an array of their own. */
    public byte[] copyBody() {
        byte[] copy = new byte[body.remaining()];
        body.duplicate().get(copy);
        return copy;
    }

    /** The body as text in UTF-8. */
    public String text() {
        return StandardCharsets.UTF_8.decode(body.duplicate()).toString();
    }
}
