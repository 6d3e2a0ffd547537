package io.ringmq.client.request;

import io.ringmq.client.call.ClientNetwork;
import io.ringmq.client.consumer.PushConsumer;

/**
 * A member of a group that answers the requests of some topics, of a {@link Requester} or of any stock client. Thread-safe.
 *
 * <p>Each request reaches some member of the group, as a rule once; more than once when a member or a broker dies. Replies
 * are sent while their requester waits, and not stored.
 */
public final class Replier implements AutoCloseable {
    private final PushConsumer consumer;
    private final Replies replies;
    private final ClientNetwork network;

    Replier(PushConsumer consumer, Replies replies, ClientNetwork network) {
        this.consumer = consumer;
        this.replies = replies;
        this.network = network;
    }

    /** Starts describing a replier. */
    public static ReplierBuilder builder() {
        return new ReplierBuilder();
    }

    /** Replies so far that did not reach their requester, as a rule because it waited no longer. */
    public long lostReplies() {
        return replies.lost();
    }

    /** Leaves the group in order, as {@link PushConsumer#close}, and sends the replies to requests under way. Idempotent. */
    @Override
    public void close() {
        consumer.close();
        network.close();
    }
}
