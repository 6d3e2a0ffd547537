package io.ringmq.remoting.message;

import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * One message of a batch send; topic and queue are those of the request.
 *
 * @param body bytes between position and limit, shared
 * @param properties encoded as {@link MessageProperties} describes
 */
public record BatchEntry(int flag, ByteBuffer body, String properties) {
    public BatchEntry {
        Objects.requireNonNull(body, "body");
        Objects.requireNonNull(properties, "properties");
    }
}
