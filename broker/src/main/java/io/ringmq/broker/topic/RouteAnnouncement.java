package io.ringmq.broker.topic;

import java.util.concurrent.CompletableFuture;

/** Tells the nameservers of changed topics. */
@FunctionalInterface
public interface RouteAnnouncement {
    /** Tells them now. Completes, within a bounded time and never with a failure, when those that are up know. */
    CompletableFuture<Void> tell();
}
