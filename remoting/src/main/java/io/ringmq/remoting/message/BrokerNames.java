package io.ringmq.remoting.message;

/**
 * The second name of a ring, under which routes show one of its followers to producers.
 *
 * <p>A stock producer asks the nameserver again only every 30 seconds, but on an error it tries a queue of another broker
 * name at once. The standby name gives it such a queue: the follower behind it passes the message on to whoever leads.
 */
public final class BrokerNames {
    private static final String STANDBY_SUFFIX = "-standby";

    private BrokerNames() {}

    /** The standby name of a ring. */
    public static String standby(String ringName) {
        return ringName + STANDBY_SUFFIX;
    }

    /** Whether a name is the standby name of some ring, so that no ring may bear it. */
    public static boolean isStandby(String brokerName) {
        return brokerName.endsWith(STANDBY_SUFFIX);
    }
}
