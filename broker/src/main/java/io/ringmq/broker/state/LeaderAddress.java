package io.ringmq.broker.state;

/**
 * Where clients reach the leader of a term.
 *
 * @param term Raft term, at least 0
 * @param host name or IP address as clients use it
 * @param port 1 to 65535
 * @param nodeId the name of the node
 */
public record LeaderAddress(long term, String host, int port, String nodeId) {

    public LeaderAddress {
        if (term < 0 || host.isEmpty() || port < 1 || port > 65535) {
            throw new IllegalArgumentException(
                    "the leader of term " + term + " cannot have the address \"" + host + ":" + port + "\"");
        }
    }

    /** host:port */
    public String hostAndPort() {
        return host + ":" + port;
    }
}
