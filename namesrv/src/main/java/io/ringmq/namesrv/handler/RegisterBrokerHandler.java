package io.ringmq.namesrv.handler;

import io.ringmq.namesrv.kv.KvStore;
import io.ringmq.namesrv.route.BrokerIdentity;
import io.ringmq.namesrv.route.LiveRoutes;
import io.ringmq.namesrv.route.Registration;
import io.ringmq.namesrv.route.RegistrationResult;
import io.ringmq.namesrv.route.RegistrationResult.Refusal;
import io.ringmq.namesrv.route.TopicQueues;
import io.ringmq.namesrv.route.TopicVersion;
import io.ringmq.remoting.body.DataVersion;
import io.ringmq.remoting.body.KvTable;
import io.ringmq.remoting.body.MalformedBodyException;
import io.ringmq.remoting.body.RegisterBrokerBody;
import io.ringmq.remoting.body.TopicConfig;
import io.ringmq.remoting.body.TopicConfigTable;
import io.ringmq.remoting.header.RegisterBrokerHeader;
import io.ringmq.remoting.header.RegisterBrokerResponseHeader;
import io.ringmq.remoting.message.BrokerNames;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.CommandException;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.Connection;
import io.ringmq.remoting.transport.RequestHandler;
import io.ringmq.remoting.transport.Responder;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Serves 103, REGISTER_BROKER. The body is JSON or compressed, and checked against the header's checksum if it has one.
 *
 * <p>An outdated registration is answered with success, like any other, but with a remark and always with the leader's
 * address: its sender is no leader any more, or the registration was late, and neither is an error of this nameserver.
 */
public final class RegisterBrokerHandler implements RequestHandler {
    static final String ORDER_TOPIC_CONFIG = "ORDER_TOPIC_CONFIG";
    private static final long CRC_MASK = 0x7FFF_FFFFL;

    private final LiveRoutes routes;
    private final KvStore settings;

    public RegisterBrokerHandler(LiveRoutes routes, KvStore settings) {
        this.routes = routes;
        this.settings = settings;
    }

    @Override
    public void handle(Command request, Responder responder) {
        RegisterBrokerHeader header = RegisterBrokerHeader.parse(request);
        if (BrokerNames.isStandby(header.brokerName())) {
            throw new CommandException(
                    ResponseCode.INVALID_PARAMETER,
                    "broker name " + header.brokerName() + " is kept for the followers of a ring; choose another name");
        }
        Registration registration = registration(header, topics(header, request.body()), responder.connection());
        RegistrationResult result = routes.register(registration);
        if (!responder.connection().isOpen()) {
            // The end of the connection may have been seen before its last registration.
            String connection = responder.connection().id();
            routes.apply((table, nowMs) -> table.connectionClosed(connection, nowMs));
        }
        responder.reply(answer(request, header, result));
    }

    private Command answer(Command request, RegisterBrokerHeader header, RegistrationResult result) {
        Refusal refusal = result.refusal();
        if (refusal == Refusal.NAME_TAKEN) {
            throw new CommandException(
                    ResponseCode.INVALID_PARAMETER,
                    "broker name " + header.brokerName() + " is in use in another cluster than " + header.clusterName()
                            + "; choose another name");
        }
        if (refusal == Refusal.TABLE_FULL) {
            throw new CommandException(
                    ResponseCode.SYSTEM_ERROR, "the route table is full; " + header.brokerName() + " does not fit");
        }
        String remark = refusal == null
                ? null
                : "not registered: a newer registration is known for " + header.brokerName() + " (highest term "
                        + result.table().highestTerm(header.brokerName()) + ")";
        KvTable orders = new KvTable(settings.current().list(ORDER_TOPIC_CONFIG));
        return request.reply(ResponseCode.SUCCESS, remark)
                .withHeader(leaderOf(result, header.brokerAddress()))
                .withBody(orders.encode());
    }

    private static RegisterBrokerResponseHeader leaderOf(RegistrationResult result, String asking) {
        BrokerIdentity leader = result.leader();
        return leader == null || leader.address().equals(asking)
                ? new RegisterBrokerResponseHeader(null, null)
                : new RegisterBrokerResponseHeader(leader.haAddress(), leader.address());
    }

    private static @Nullable TopicConfigTable topics(RegisterBrokerHeader header, ByteBuffer body) {
        if (!body.hasRemaining()) {
            return null;
        }
        if (header.bodyCrc32() != 0 && header.bodyCrc32() != crc32(body)) {
            throw new CommandException(
                    ResponseCode.SYSTEM_ERROR, "the body does not match its checksum; send the registration again");
        }
        try {
            RegisterBrokerBody decoded =
                    header.compressed() ? RegisterBrokerBody.decodeCompressed(body) : RegisterBrokerBody.decode(body);
            return decoded.topics();
        } catch (MalformedBodyException e) {
            throw new CommandException(ResponseCode.SYSTEM_ERROR, "malformed registration: " + e.getMessage(), e);
        }
    }

    private static int crc32(ByteBuffer body) {
        CRC32 crc = new CRC32();
        crc.update(body.duplicate());
        return (int) (crc.getValue() & CRC_MASK);
    }

    private static Registration registration(
            RegisterBrokerHeader header, @Nullable TopicConfigTable topics, Connection connection) {
        Long timeoutMs = header.heartbeatTimeoutMs();
        BrokerIdentity broker = new BrokerIdentity(
                header.clusterName(),
                header.brokerName(),
                header.brokerId(),
                header.brokerAddress(),
                header.haServerAddress(),
                timeoutMs == null ? 0 : timeoutMs);
        DataVersion version = topics == null ? DataVersion.NONE : topics.dataVersion();
        return new Registration(
                broker,
                new TopicVersion(version.stateVersion(), version.timestampMs(), version.counter()),
                topics == null ? Map.of() : queues(topics.topics()),
                connection.id(),
                header.enableActingMaster());
    }

    private static Map<String, TopicQueues> queues(Map<String, TopicConfig> configs) {
        Map<String, TopicQueues> queues = new HashMap<>();
        configs.forEach((topic, config) -> queues.put(
                topic,
                new TopicQueues(
                        config.readQueueNums(), config.writeQueueNums(), config.perm(), config.topicSysFlag())));
        return queues;
    }
}
