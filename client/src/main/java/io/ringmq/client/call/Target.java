package io.ringmq.client.call;

import io.ringmq.client.route.TopicRouting;
import io.ringmq.remoting.protocol.Command;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A request and the ring whose leader is to answer it. */
public record Target(String brokerName, Command request) {

    /** Chooses what to ask next. Called anew for every attempt. */
    @FunctionalInterface
    public interface Source {
        /**
         * The next target.
         *
         * @param avoided broker names that failed in this round; to be avoided if there is another
         * @throws io.ringmq.client.route.ClientException if the routing has no place for the request
         */
        Target next(TopicRouting routing, Set<String> avoided);

        /**
         * Hears how an attempt ended. Must not block.
         *
         * @param tookMs from request to answer, or to the failure
         * @param answer of a replica; null if there was none
         */
        default void attempted(String brokerName, long tookMs, @Nullable Command answer) {}
    }
}
