package io.ringmq.namesrv.main;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.remoting.body.BrokerMemberGroup;
import io.ringmq.remoting.body.ClusterInfo;
import io.ringmq.remoting.body.DataVersion;
import io.ringmq.remoting.body.KvTable;
import io.ringmq.remoting.body.QueueData;
import io.ringmq.remoting.body.RegisterBrokerBody;
import io.ringmq.remoting.body.TopicConfig;
import io.ringmq.remoting.body.TopicConfigTable;
import io.ringmq.remoting.body.TopicList;
import io.ringmq.remoting.body.TopicRoute;
import io.ringmq.remoting.header.BrokerHeartbeatHeader;
import io.ringmq.remoting.header.RegisterBrokerHeader;
import io.ringmq.remoting.header.UnregisterBrokerHeader;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.RequestCode;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.ClientOptions;
import io.ringmq.remoting.transport.EventLoops;
import io.ringmq.remoting.transport.HandlerTable;
import io.ringmq.remoting.transport.RemotingClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A whole nameserver on loopback, asked as brokers, clients and tools ask. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NameserverTest {
    private static final int TIMEOUT_MS = 5_000;

    @TempDir
    private Path directory;

    private final EventLoops loops = new EventLoops("test", 1);
    private final RemotingClient tool = client();
    private final RemotingClient brokerA = client();
    private final RemotingClient brokerB = client();
    private Nameserver nameserver;
    private String address;

    @BeforeEach
    void start() throws IOException {
        nameserver = new Nameserver(new NameserverConfig(0, "127.0.0.1", directory), () -> 0);
        address = "127.0.0.1:" + nameserver.start();
    }

    @AfterEach
    void stop() {
        List.of(tool, brokerA, brokerB).forEach(RemotingClient::close);
        nameserver.close();
        loops.close();
    }

    @Test
    void aRegisteredTopicIsRouted() {
        register(brokerA, "a:1", 0, 5, "T");
        Command answer = register(brokerB, "b:1", 1, 5);
        assertEquals("a:1", answer.fields().get("masterAddr"));

        TopicRoute route = route("T");
        assertEquals(
                List.of(new QueueData("r0", 4, 4, 6, 0), new QueueData("r0-standby", 0, 1, 2, 0)), route.queueDatas());
        assertEquals(Map.of(0L, "a:1", 1L, "b:1"), route.brokerDatas().get(0).brokerAddrs());
        assertEquals("c", route.brokerDatas().get(0).cluster());
    }

    @Test
    void anUnknownTopicIsAnsweredWithWhatToDo() {
        Command answer = ask(RequestCode.GET_ROUTEINFO_BY_TOPIC, Map.of("topic", "nope"));
        assertEquals(ResponseCode.TOPIC_NOT_EXIST, answer.code());
        assertTrue(String.valueOf(answer.remark()).contains("nope"), answer.toString());
    }

    @Test
    void theFormOfARouteFollowsTheClientsRelease() {
        register(brokerA, "a:1", 0, 5, "T");
        assertTrue(routeText(400, Map.of("topic", "T")).contains("{0:\"a:1\"}"));
        assertTrue(routeText(401, Map.of("topic", "T")).contains("{\"0\":\"a:1\"}"));
        assertTrue(routeText(317, Map.of("topic", "T", "acceptStandardJsonOnly", "true"))
                .contains("{\"0\":\"a:1\"}"));
    }

    @Test
    void aDeposedLeaderIsAnsweredWithItsSuccessor() {
        register(brokerA, "a:1", 0, 5, "T");
        register(brokerB, "b:1", 0, 6, "T");
        Command answer = register(brokerA, "a:1", 0, 5, "stale");

        assertEquals(ResponseCode.SUCCESS, answer.code());
        assertEquals("b:1", answer.fields().get("masterAddr"));
        assertNotNull(answer.remark());
        assertEquals(Map.of(0L, "b:1"), route("T").brokerDatas().get(0).brokerAddrs());
    }

    @Test
    void aFollowerThatOffersToBeTheStandbyComesBeforeOneThatDoesNot() {
        register(brokerA, "a:1", 0, 5, "T");
        register(brokerB, "b:1", 1, 5);
        assertEquals(Map.of(0L, "b:1"), route("T").brokerDatas().get(1).brokerAddrs());
        byte[] body = body(5).encode();
        RegisterBrokerHeader offers =
                new RegisterBrokerHeader("r0", "d:1", "c", "ha:1", 2, null, true, false, crc(body));
        register(tool, offers, body);
        assertEquals(Map.of(0L, "d:1"), route("T").brokerDatas().get(1).brokerAddrs());
    }

    @Test
    void compressedRegistrationsAreRead() {
        byte[] body = body(5, "T").encodeCompressed(true);
        Command answer = register(brokerA, header("a:1", 0, true, crc(body)), body);
        assertEquals(ResponseCode.SUCCESS, answer.code());
        assertEquals(1, route("T").queueDatas().size());
    }

    @Test
    void damagedRegistrationsAreRefused() {
        byte[] body = body(5, "T").encode();
        byte[] garbage = {1, 2, 3};
        assertEquals(
                ResponseCode.SYSTEM_ERROR,
                register(brokerA, header("a:1", 0, false, crc(body) + 1), body).code());
        assertEquals(
                ResponseCode.SYSTEM_ERROR,
                register(brokerA, header("a:1", 0, true, 0), garbage).code());
        assertEquals(
                ResponseCode.SYSTEM_ERROR,
                register(brokerA, header("a:1", 0, false, 0), garbage).code());
        assertEquals(List.of(), topics(RequestCode.GET_ALL_TOPIC_LIST_FROM_NAMESERVER, Map.of()));
    }

    @Test
    void aStandbyNameCanNotBeRegistered() {
        byte[] body = body(5, "T").encode();
        RegisterBrokerHeader header =
                new RegisterBrokerHeader("r0-standby", "a:1", "c", "ha:1", 0, null, false, false, 0);
        assertEquals(
                ResponseCode.INVALID_PARAMETER, register(brokerA, header, body).code());
    }

    @Test
    void theEndOfAConnectionIsTheEndOfItsBroker() {
        register(brokerA, "a:1", 0, 5, "T");
        register(brokerB, "b:1", 1, 5);
        brokerB.close();
        await(route -> route.brokerDatas().get(0).brokerAddrs().equals(Map.of(0L, "a:1")));
        brokerA.close();
        while (ask(RequestCode.GET_ROUTEINFO_BY_TOPIC, Map.of("topic", "T")).code() == ResponseCode.SUCCESS) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aBrokerThatUnregistersIsGone() {
        register(brokerA, "a:1", 0, 5, "T");
        register(brokerB, "b:1", 1, 5);
        ask(brokerB, Command.request(RequestCode.UNREGISTER_BROKER, new UnregisterBrokerHeader("r0", "b:1", "c", 1)));
        assertEquals(Map.of(0L, "a:1"), route("T").brokerDatas().get(0).brokerAddrs());
    }

    @Test
    void toolsSeeClusterAndTopics() {
        register(brokerA, "a:1", 0, 5, "T", "U");
        ClusterInfo info = ClusterInfo.decode(
                ask(RequestCode.GET_BROKER_CLUSTER_INFO, Map.of()).body());
        assertEquals(Map.of("c", List.of("r0")), info.clusterAddrTable());
        assertEquals(Map.of(0L, "a:1"), brokerAddresses(info, "r0"));
        assertEquals(List.of("T", "U"), topics(RequestCode.GET_ALL_TOPIC_LIST_FROM_NAMESERVER, Map.of()));
        assertEquals(List.of("T", "U"), topics(RequestCode.GET_TOPICS_BY_CLUSTER, Map.of("cluster", "c")));
        assertEquals(List.of(), topics(RequestCode.GET_TOPICS_BY_CLUSTER, Map.of("cluster", "d")));
        TopicList system = TopicList.decode(
                ask(RequestCode.GET_SYSTEM_TOPIC_LIST_FROM_NS, Map.of()).body());
        assertEquals(new TopicList(List.of("c", "r0"), "a:1"), system);
        BrokerMemberGroup members = BrokerMemberGroup.decode(
                ask(RequestCode.GET_BROKER_MEMBER_GROUP, Map.of("clusterName", "c", "brokerName", "r0"))
                        .body());
        assertEquals(Map.of(0L, "a:1"), members.brokerAddrs());
    }

    @Test
    void writePermissionIsWipedAndAdded() {
        register(brokerA, "a:1", 0, 5, "T", "U");
        Command wiped = ask(RequestCode.WIPE_WRITE_PERM_OF_BROKER, Map.of("brokerName", "r0"));
        assertEquals("2", wiped.fields().get("wipeTopicCount"));
        assertEquals(4, route("T").queueDatas().get(0).perm());

        Command added = ask(RequestCode.ADD_WRITE_PERM_OF_BROKER, Map.of("brokerName", "r0"));
        assertEquals("2", added.fields().get("addTopicCount"));
        assertEquals(6, route("T").queueDatas().get(0).perm());
    }

    @Test
    void aDeletedTopicIsNoLongerRouted() {
        register(brokerA, "a:1", 0, 5, "T");
        ask(RequestCode.DELETE_TOPIC_IN_NAMESRV, Map.of("topic", "T"));
        assertEquals(
                ResponseCode.TOPIC_NOT_EXIST,
                ask(RequestCode.GET_ROUTEINFO_BY_TOPIC, Map.of("topic", "T")).code());
    }

    @Test
    void settingsAreKeptAndGiveTopicsTheirOrder() throws IOException {
        Map<String, String> key = Map.of("namespace", "ORDER_TOPIC_CONFIG", "key", "T");
        Map<String, String> entry = new LinkedHashMap<>(key);
        entry.put("value", "r0:4");
        assertEquals(
                ResponseCode.QUERY_NOT_FOUND,
                ask(RequestCode.GET_KV_CONFIG, key).code());
        assertEquals(ResponseCode.SUCCESS, ask(RequestCode.PUT_KV_CONFIG, entry).code());
        assertEquals("r0:4", ask(RequestCode.GET_KV_CONFIG, key).fields().get("value"));

        Command registered = register(brokerA, "a:1", 0, 5, "T");
        assertEquals(Map.of("T", "r0:4"), KvTable.decode(registered.body()).table());
        assertEquals("r0:4", route("T").orderTopicConf());

        nameserver.close();
        start();
        Command list = ask(RequestCode.GET_KVLIST_BY_NAMESPACE, Map.of("namespace", "ORDER_TOPIC_CONFIG"));
        assertEquals(Map.of("T", "r0:4"), KvTable.decode(list.body()).table());
        ask(RequestCode.DELETE_KV_CONFIG, key);
        assertEquals(
                ResponseCode.QUERY_NOT_FOUND,
                ask(RequestCode.GET_KV_CONFIG, key).code());
    }

    @Test
    void aBrokerLearnsWhetherItsVersionIsKnown() {
        register(brokerA, "a:1", 0, 5, "T");
        assertEquals("false", changed(new DataVersion(5, 1, 1)));
        assertEquals("true", changed(new DataVersion(5, 1, 2)));
    }

    @Test
    void heartbeatsAreAnsweredEvenToStrangers() {
        BrokerHeartbeatHeader header = new BrokerHeartbeatHeader("c", "x:1", "r9", 0L, null, null, null, null, null);
        Command answer = ask(brokerA, Command.request(RequestCode.BROKER_HEARTBEAT, header));
        assertEquals(ResponseCode.SUCCESS, answer.code());
        assertNull(answer.remark());
    }

    @Test
    void otherCodesAreNotSupported() {
        assertEquals(
                ResponseCode.REQUEST_CODE_NOT_SUPPORTED, ask(7_777, Map.of()).code());
        assertEquals(
                ResponseCode.INVALID_PARAMETER,
                ask(RequestCode.GET_ROUTEINFO_BY_TOPIC, Map.of()).code());
    }

    private String changed(DataVersion version) {
        Map<String, String> fields =
                Map.of("brokerName", "r0", "brokerAddr", "a:1", "clusterName", "c", "brokerId", "0");
        Command request =
                Command.request(RequestCode.QUERY_DATA_VERSION, fields).withBody(version.encode());
        return String.valueOf(ask(brokerA, request).fields().get("changed"));
    }

    private void await(Predicate<TopicRoute> condition) {
        while (!condition.test(route("T"))) {
            Thread.onSpinWait();
        }
    }

    private TopicRoute route(String topic) {
        return TopicRoute.decode(
                ask(RequestCode.GET_ROUTEINFO_BY_TOPIC, Map.of("topic", topic)).body());
    }

    private String routeText(int version, Map<String, String> fields) {
        Command plain = Command.request(RequestCode.GET_ROUTEINFO_BY_TOPIC, fields);
        Command request = new Command(
                plain.code(),
                plain.language(),
                version,
                0,
                0,
                null,
                plain.fields(),
                Command.EMPTY_BODY,
                plain.encoding());
        return StandardCharsets.UTF_8
                .decode(ask(tool, request).body().duplicate())
                .toString();
    }

    private static Map<Long, String> brokerAddresses(ClusterInfo info, String brokerName) {
        var data = info.brokerAddrTable().get(brokerName);
        return data == null ? Map.of() : data.brokerAddrs();
    }

    private List<String> topics(int code, Map<String, String> fields) {
        return TopicList.decode(ask(code, fields).body()).topicList();
    }

    private Command register(RemotingClient broker, String brokerAddress, long id, long term, String... topics) {
        byte[] body = body(term, topics).encode();
        return register(broker, header(brokerAddress, id, false, crc(body)), body);
    }

    private Command register(RemotingClient broker, RegisterBrokerHeader header, byte[] body) {
        return ask(broker, Command.request(RequestCode.REGISTER_BROKER, header).withBody(body));
    }

    private static RegisterBrokerHeader header(String brokerAddress, long id, boolean compressed, int crc) {
        return new RegisterBrokerHeader("r0", brokerAddress, "c", "ha:1", id, null, false, compressed, crc);
    }

    private static RegisterBrokerBody body(long term, String... topics) {
        Map<String, TopicConfig> configs = new LinkedHashMap<>();
        for (String topic : topics) {
            configs.put(topic, TopicConfig.of(topic, 4, 6));
        }
        return new RegisterBrokerBody(new TopicConfigTable(new DataVersion(term, 1, 1), configs), List.of());
    }

    private static int crc(byte[] body) {
        CRC32 crc = new CRC32();
        crc.update(body);
        return (int) (crc.getValue() & 0x7FFF_FFFF);
    }

    private RemotingClient client() {
        return new RemotingClient(ClientOptions.defaults(), HandlerTable.EMPTY, loops);
    }

    private Command ask(int code, Map<String, String> fields) {
        return ask(tool, Command.request(code, fields));
    }

    private Command ask(RemotingClient client, Command request) {
        CompletableFuture<Command> answer = client.invoke(address, request, TIMEOUT_MS);
        return answer.join();
    }
}
