package io.ringmq.remoting.header;

import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.Header;
import io.ringmq.remoting.protocol.HeaderReader;
import io.ringmq.remoting.protocol.HeaderWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Header of the request 103, REGISTER_BROKER.
 *
 * @param heartbeatTimeoutMs silence after which the broker counts as dead, or null for the nameserver's setting
 * @param enableActingMaster whether a follower may take requests for its leader; of a ring, whether it offers to be the
 *     one behind the standby name
 * @param compressed whether the body is in the compressed layout
 * @param bodyCrc32 checksum of the body, 0 for none
 */
public record RegisterBrokerHeader(
        String brokerName,
        String brokerAddress,
        String clusterName,
        String haServerAddress,
        long brokerId,
        @Nullable Long heartbeatTimeoutMs,
        boolean enableActingMaster,
        boolean compressed,
        int bodyCrc32)
        implements Header {
    private static final String BROKER_NAME = "brokerName";
    private static final String BROKER_ADDR = "brokerAddr";
    private static final String CLUSTER_NAME = "clusterName";
    private static final String HA_SERVER_ADDR = "haServerAddr";
    private static final String BROKER_ID = "brokerId";
    private static final String HEARTBEAT_TIMEOUT_MILLIS = "heartbeatTimeoutMillis";
    private static final String ENABLE_ACTING_MASTER = "enableActingMaster";
    private static final String COMPRESSED = "compressed";
    private static final String BODY_CRC32 = "bodyCrc32";

    public static RegisterBrokerHeader parse(Command command) {
        HeaderReader in = new HeaderReader(command);
        return new RegisterBrokerHeader(
                in.string(BROKER_NAME),
                in.string(BROKER_ADDR),
                in.string(CLUSTER_NAME),
                in.string(HA_SERVER_ADDR),
                in.number(BROKER_ID),
                in.optionalNumber(HEARTBEAT_TIMEOUT_MILLIS),
                in.bool(ENABLE_ACTING_MASTER, false),
                in.bool(COMPRESSED, false),
                in.integer(BODY_CRC32, 0));
    }

    @Override
    public Map<String, String> toFields() {
        return new HeaderWriter()
                .put(BROKER_NAME, brokerName)
                .put(BROKER_ADDR, brokerAddress)
                .put(CLUSTER_NAME, clusterName)
                .put(HA_SERVER_ADDR, haServerAddress)
                .put(BROKER_ID, brokerId)
                .putOptional(HEARTBEAT_TIMEOUT_MILLIS, heartbeatTimeoutMs)
                .put(ENABLE_ACTING_MASTER, enableActingMaster)
                .put(COMPRESSED, compressed)
                .put(BODY_CRC32, bodyCrc32)
                .fields();
    }
}
