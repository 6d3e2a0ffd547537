package io.ringmq.broker.traffic;

import java.time.Clock;

/**
 * What goes through this replica.
 *
 * @param messagesStored messages applied from the log
 * @param messagesRead messages handed to consumers
 */
public record Traffic(Rates messagesStored, Rates messagesRead) {
    public static Traffic startingNow(Clock clock) {
        return new Traffic(new Rates(clock), new Rates(clock));
    }
}
