package io.ringmq.namesrv.route;

import java.util.List;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The route table of a running nameserver: one table at a time, replaced under a lock by each event, read without one.
 * Thread-safe.
 */
public final class LiveRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(LiveRoutes.class);

    private final LongSupplier nowMs;
    private volatile RouteTable table = RouteTable.EMPTY;

    /**
     * Starts with an empty table.
     *
     * @param nowMs milliseconds of a clock that does not go back
     */
    public LiveRoutes(LongSupplier nowMs) {
        this.nowMs = nowMs;
    }

    /** The table as it is now; it does not change under its reader. */
    public RouteTable current() {
        return table;
    }

    /** Applies a registration. */
    public synchronized RegistrationResult register(Registration registration) {
        RegistrationResult result = table.register(registration, nowMs.getAsLong());
        replace(result.table());
        return result;
    }

    /** Applies any other event. */
    public synchronized void apply(Event event) {
        replace(event.apply(table, nowMs.getAsLong()));
    }

    private void replace(RouteTable next) {
        List<BrokerAddresses> before = table.brokers();
        table = next;
        List<BrokerAddresses> after = next.brokers();
        after.stream()
                .filter(group -> !before.contains(group))
                .forEach(group -> LOG.info("brokers of {} are now {}", group.brokerName(), group.byId()));
        before.stream()
                .map(BrokerAddresses::brokerName)
                .filter(name -> next.brokers(name).isEmpty())
                .forEach(name -> LOG.info("the last broker of {} is gone", name));
    }

    /** A step from one table to the next, given the time. */
    @FunctionalInterface
    public interface Event {
        RouteTable apply(RouteTable table, long nowMs);
    }
}
