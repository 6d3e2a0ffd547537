package io.ringmq.broker.config;

import java.nio.file.Path;
import java.util.List;

/**
 * Who this node is.
 *
 * @param clusterName the cluster as clients see it
 * @param nodeId this node's name
 * @param bootstrap the nodes this one is told of
 * @param rings the rings this node hosts
 * @param dataDir holds everything the node stores
 * @param nameservers addresses of all nameservers, host:port
 */
public record NodeSettings(
        String clusterName,
        String nodeId,
        Bootstrap bootstrap,
        List<RingEndpoint> rings,
        Path dataDir,
        List<String> nameservers) {

    /**
     * What a node knows of the others before its rings' logs tell it who belongs to them.
     *
     * @param members this node and others, in the order of the file
     * @param join whether this node waits to be added to rings that exist, instead of founding them with the members
     */
    public record Bootstrap(List<Member> members, boolean join) {}

    static NodeSettings of(Settings values) {
        return new NodeSettings(
                values.get(Keys.CLUSTER_NAME),
                values.get(Keys.NODE_ID),
                new Bootstrap(values.get(Keys.MEMBERS), values.get(Keys.JOIN)),
                values.get(Keys.RINGS),
                Path.of(values.get(Keys.DATA_DIR)),
                values.get(Keys.NAMESERVERS));
    }

    /** This node's own entry among the members. */
    public Member self() {
        return bootstrap.members().stream()
                .filter(member -> member.nodeId().equals(nodeId))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(nodeId + " is not a member")); // BrokerConfig.of checks it
    }
}
