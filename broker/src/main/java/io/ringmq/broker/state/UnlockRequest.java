package io.ringmq.broker.state;

import java.util.List;

/**
 * A consumer gives queues back. Those that are not its own stay as they are.
 *
 * @param queues at most {@value LockRequest#MAX_QUEUES}
 */
public record UnlockRequest(String group, String clientId, List<TopicQueue> queues) {

    public UnlockRequest {
        LockCodec.requireBounded(queues);
        queues = List.copyOf(queues);
    }
}
