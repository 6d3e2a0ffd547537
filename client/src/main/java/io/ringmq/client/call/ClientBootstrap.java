package io.ringmq.client.call;

import io.ringmq.remoting.message.GroupNames;
import io.ringmq.remoting.transport.HandlerTable;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What each builder is told first, where the cluster is and the name of a group, and what follows from it. For one thread. */
public final class ClientBootstrap {
    private List<String> nameservers = List.of();
    private @Nullable String group;

    /** All nameservers of the cluster as {@code host:port}, separated by semicolons or commas. */
    public void nameservers(String addresses) {
        nameservers = ClientIds.addresses(addresses);
    }

    /**
     * Name of the group.
     *
     * @throws IllegalArgumentException if brokers take no group of this name, and why
     */
    public void group(String name) {
        String reason = GroupNames.reasonInvalid(name);
        if (reason != null) {
            throw new IllegalArgumentException("group '" + name + "': " + reason);
        }
        group = name;
    }

    /**
     * The group's name.
     *
     * @throws IllegalStateException if none was given
     */
    public String group() {
        return required(group, "group(name)");
    }

    /**
     * Makes a network for one client, who closes it.
     *
     * @param kind of client, for the names of its threads
     * @param handlers serve what brokers ask of the client
     * @throws IllegalStateException if nameservers or group were not given
     */
    public ClientNetwork network(String kind, HandlerTable handlers) {
        return new ClientNetwork(
                kind + "-" + group(),
                required(nameservers.isEmpty() ? null : nameservers, "nameservers(addresses)"),
                handlers,
                () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()),
                () -> ThreadLocalRandom.current().nextDouble());
    }

    /**
     * What a builder cannot do without.
     *
     * @param call of the builder that gives it
     * @throws IllegalStateException if it was not given
     */
    public static <T> T required(@Nullable T value, String call) {
        if (value == null) {
            throw new IllegalStateException("something is missing; call " + call);
        }
        return value;
    }
}
