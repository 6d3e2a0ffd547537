package io.ringmq.client.call;

import io.ringmq.client.route.TopicRouting;
import io.ringmq.remoting.protocol.Command;
import java.util.Set;

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
    }
}
