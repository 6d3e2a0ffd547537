package io.ringmq.broker.state;

import java.util.List;

/**
 * A consumer asks for queues of its group, or renews its locks.
 *
 * @param queues at most {@value #MAX_QUEUES}
 * @param time when the leader took the request
 */
public record LockRequest(String group, String clientId, List<TopicQueue> queues, LeaderTime time) {

    /** The most queues in one request. */
    public static final int MAX_QUEUES = 16_384;

    public LockRequest {
        LockCodec.requireBounded(queues);
        queues = List.copyOf(queues);
    }
}
