package io.ringmq.client.call;

import io.ringmq.remoting.message.UniqueMessageIds;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Names and addresses as users and brokers write them. */
public final class ClientIds {
    private ClientIds() {}

    /** Another {@code address@processId#number} at each call, as stock clients name themselves. */
    public static String newClientId() {
        String number = Long.toUnsignedString(ThreadLocalRandom.current().nextLong());
        return localAddress().getHostAddress() + "@" + processId() + "#" + number;
    }

    /** Unique ids for the messages of one client. */
    public static UniqueMessageIds messageIds(Clock clock) {
        return new UniqueMessageIds(localAddress(), processId(), clock, ThreadLocalRandom.current());
    }

    private static long processId() {
        return ProcessHandle.current().pid();
    }

    /** Address of this host; the loopback address if its name can not be resolved. */
    private static InetAddress localAddress() {
        try {
            return InetAddress.getLocalHost();
        } catch (UnknownHostException e) {
            return InetAddress.getLoopbackAddress();
        }
    }

    /** The addresses in a list separated by semicolons or commas. */
    static List<String> addresses(String list) {
        return Arrays.stream(list.split("[;,]"))
                .map(String::strip)
                .filter(address -> !address.isEmpty())
                .toList();
    }
}
