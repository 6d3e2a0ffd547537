package io.ringmq.broker.config;

import java.nio.file.Path;
import java.util.List;

/**
 * Who this node is.
 *
 * @param clusterName the cluster as clients see it
 * @param nodeId this node's name
 * @param members all nodes, this one included, in the order of the file
 * @param rings the rings this node hosts
 * @param dataDir holds everything the node stores
 * @param nameservers addresses of all nameservers, host:port
 */
public record NodeSettings(
        String clusterName,
        String nodeId,
        List<Member> members,
        List<RingEndpoint> rings,
        Path dataDir,
        List<String> nameservers) {

    static NodeSettings of(Settings values) {
        return new NodeSettings(
                values.get(Keys.CLUSTER_NAME),
                values.get(Keys.NODE_ID),
                values.get(Keys.MEMBERS),
                values.get(Keys.RINGS),
                Path.of(values.get(Keys.DATA_DIR)),
                values.get(Keys.NAMESERVERS));
    }

    /** This node's own entry among the members. */
    public Member self() {
        return members.get(memberIndex());
    }

    /** This node's place among the members, from 0. */
    public int memberIndex() {
        for (int i = 0; i < members.size(); i++) {
            if (members.get(i).nodeId().equals(nodeId)) {
                return i;
            }
        }
        throw new IllegalStateException(nodeId + " is not a member"); // BrokerConfig.of has checked it
    }
}
