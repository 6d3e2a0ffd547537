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
    private static final int MAX_NAME = 64;

    /** Name of the ring's Raft group and of its directory; JRaft takes no '@'. */
    public String groupName() {
        return name.replace('@', '_');
    }

    static List<RingEndpoint> parseList(String text) {
        List<RingEndpoint> rings = new ArrayList<>();
        HashSet<String> names = new HashSet<>();
        HashSet<Integer> ports = new HashSet<>();
        for (String part : text.split(",")) {
            RingEndpoint ring = parse(part.strip());
            if (!names.add(ring.groupName()) || !ports.add(ring.port)) {
                throw new IllegalArgumentException(
                        "gives a ring name or a port twice, '@' and '_' being the same in names: " + part.strip());
            }
            rings.add(ring);
        }
        return List.copyOf(rings);
    }

    private static RingEndpoint parse(String text) {
        int colon = text.lastIndexOf(':');
        String name = colon <= 0 ? "" : text.substring(0, colon);
        if (name.length() > MAX_NAME || !name.matches("[a-zA-Z][a-zA-Z0-9_-]*(?:@[a-zA-Z0-9_-]+)?")) {
            throw new IllegalArgumentException("'" + text
                    + "' is not of the form name:port with a name that starts with a letter and has at most " + MAX_NAME
                    + " letters, digits, '-' and '_', and room@ before it where clients go by machine rooms");
        }
        if (BrokerNames.isStandby(name)) {
            throw new IllegalArgumentException("'" + name + "' ends like a standby name; choose another ring name");
        }
        return new RingEndpoint(name, Ports.parse(text.substring(colon + 1)));
    }
}
