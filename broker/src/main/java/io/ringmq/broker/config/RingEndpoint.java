package io.ringmq.broker.config;

import io.ringmq.remoting.message.BrokerNames;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * A ring that this node hosts, and the port on which its clients reach it here.
 *
 * @param name the ring's name, which clients see as the RocketMQ broker name
 * @param port this node's client port for the ring
 */
public record RingEndpoint(String name, int port) {

    static List<RingEndpoint> parseList(String text) {
        List<RingEndpoint> rings = new ArrayList<>();
        HashSet<String> names = new HashSet<>();
        HashSet<Integer> ports = new HashSet<>();
        for (String part : text.split(",")) {
            RingEndpoint ring = parse(part.strip());
            if (!names.add(ring.name) || !ports.add(ring.port)) {
                throw new IllegalArgumentException("gives a ring name or a port twice: " + part.strip());
            }
            rings.add(ring);
        }
        return List.copyOf(rings);
    }

    private static RingEndpoint parse(String text) {
        int colon = text.lastIndexOf(':');
        String name = colon <= 0 ? "" : text.substring(0, colon);
        if (!name.matches("[a-zA-Z0-9_-]{1,64}")) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not of the form name:port with a name of letters, digits, '-' and '_'");
        }
        if (BrokerNames.isStandby(name)) {
            throw new IllegalArgumentException("'" + name + "' ends like a standby name; choose another ring name");
        }
        return new RingEndpoint(name, Ports.parse(text.substring(colon + 1)));
    }
}
