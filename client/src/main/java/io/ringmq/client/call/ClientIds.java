package io.ringmq.client.call;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/** Names and addresses as users and brokers write them. */
public final class ClientIds {
    private ClientIds() {}

    /** {@code address@processId#number}, as stock clients name themselves. */
    public static String clientId(long processId, long number) {
        return localAddress().getHostAddress() + "@" + processId + "#" + Long.toUnsignedString(number);
    }

    /** Address of this host; the loopback address if its name can not be resolved. */
    public static InetAddress localAddress() {
        try {
            return InetAddress.getLocalHost();
        } catch (UnknownHostException e) {
            return InetAddress.getLoopbackAddress();
        }
    }

    /** The addresses in a list separated by semicolons or commas. */
    public static List<String> addresses(String list) {
        return Arrays.stream(list.split("[;,]"))
                .map(String::strip)
                .filter(address -> !address.isEmpty())
                .toList();
    }
}
