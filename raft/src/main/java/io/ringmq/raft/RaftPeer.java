package io.ringmq.raft;

/**
 * One member of a group: the host and port of the process's Raft server.
 *
 * <p>The text is the identity. Peers are compared by it, so every node of a group must name a member with the same
 * host string; names whose address changes are fine, two spellings of one host are not.
 *
 * @param host name or address literal; an IPv6 literal is written without brackets here
 * @param port 1 to 65535
 */
public record RaftPeer(String host, int port) {

    public RaftPeer {
        if (host.isBlank() || host.chars().anyMatch(c -> c <= ' ' || c == '[' || c == ']' || c == '/' || c == ',')) {
            throw new IllegalArgumentException(
                    "Raft peer host '" + host + "' is not a host name or address: use host:port, e.g. node1:9911");
        }
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("Raft peer port " + port + " of host " + host + " is not in 1..65535");
        }
    }

    /**
     * Parses {@code host:port} or {@code [ipv6]:port}.
     *
     * @throws IllegalArgumentException naming the text and what is wrong with it
     */
    public static RaftPeer parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon <= 0 || colon == text.length() - 1) {
            throw new IllegalArgumentException("Raft peer '" + text + "' has no port: use host:port, e.g. node1:9911");
        }
        return new RaftPeer(hostOf(text, text.substring(0, colon)), portOf(text, text.substring(colon + 1)));
    }

    private static String hostOf(String text, String host) {
        if (host.startsWith("[") && host.endsWith("]")) {
            return host.substring(1, host.length() - 1);
        }
        if (host.indexOf(':') >= 0) {
            throw new IllegalArgumentException(
                    "Raft peer '" + text + "' has several colons: write an IPv6 address as [address]:port");
        }
        return host;
    }

    private static int portOf(String text, String port) {
        try {
            return Integer.parseInt(port);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("Raft peer '" + text + "': port '" + port + "' is not a number", e);
        }
    }

    /** The form {@link #parse} reads. */
    @Override
    public String toString() {
        return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
    }
}
