package io.ringmq.remoting.header;

import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.Header;
import io.ringmq.remoting.protocol.HeaderReader;
import io.ringmq.remoting.protocol.HeaderWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Header of the request 904, BROKER_HEARTBEAT. */
public record BrokerHeartbeatHeader(
        String clusterName,
        String brokerAddress,
        String brokerName,
        @Nullable Long brokerId,
        @Nullable Integer epoch,
        @Nullable Long maxOffset,
        @Nullable Long confirmOffset,
        @Nullable Long heartbeatTimeoutMs,
        @Nullable Integer electionPriority)
        implements Header {
    private static final String CLUSTER_NAME = "clusterName";
    private static final String BROKER_ADDR = "brokerAddr";
    private static final String BROKER_NAME = "brokerName";
    private static final String BROKER_ID = "brokerId";
    private static final String EPOCH = "epoch";
    private static final String MAX_OFFSET = "maxOffset";
    private static final String CONFIRM_OFFSET = "confirmOffset";
    private static final String HEARTBEAT_TIMEOUT_MILLS = "heartbeatTimeoutMills";
    private static final String ELECTION_PRIORITY = "electionPriority";

    public static BrokerHeartbeatHeader parse(Command command) {
        HeaderReader in = new HeaderReader(command);
        return new BrokerHeartbeatHeader(
                in.string(CLUSTER_NAME),
                in.string(BROKER_ADDR),
                in.string(BROKER_NAME),
                in.optionalNumber(BROKER_ID),
                in.optionalInteger(EPOCH),
                in.optionalNumber(MAX_OFFSET),
                in.optionalNumber(CONFIRM_OFFSET),
                in.optionalNumber(HEARTBEAT_TIMEOUT_MILLS),
                in.optionalInteger(ELECTION_PRIORITY));
    }

    @Override
    public Map<String, String> toFields() {
        return new HeaderWriter()
                .put(CLUSTER_NAME, clusterName)
                .put(BROKER_ADDR, brokerAddress)
                .put(BROKER_NAME, brokerName)
                .putOptional(BROKER_ID, brokerId)
                .putOptional(EPOCH, epoch)
                .putOptional(MAX_OFFSET, maxOffset)
                .putOptional(CONFIRM_OFFSET, confirmOffset)
                .putOptional(HEARTBEAT_TIMEOUT_MILLS, heartbeatTimeoutMs)
                .putOptional(ELECTION_PRIORITY, electionPriority)
                .fields();
    }
}
