package io.ringmq.namesrv.main;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.namesrv.handler.NameserverHandlers;
import io.ringmq.namesrv.kv.KvFile;
import io.ringmq.namesrv.kv.KvStore;
import io.ringmq.namesrv.route.LiveRoutes;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every request a nameserver serves, made wrong: the answer names what is wrong, over a connection that stays. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BadInputTest {
    private static final int TIMEOUT_MS = 5_000;
    private static final int ABSURD_LENGTH = 20_000;

    private final EventLoops loops = new EventLoops("test", 1);
    private final RemotingClient tool = new RemotingClient(ClientOptions.defaults(), HandlerTable.EMPTY, loops);
    private Nameserver nameserver;
    private String address;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        nameserver = new Nameserver(new NameserverConfig(0, "127.0.0.1", directory), () -> 0);
        address = "127.0.0.1:" + nameserver.start();
    }

    @AfterAll
    void stop() {
        tool.close();
        nameserver.close();
        loops.close();
    }

    /**
     * A request that is right.
     *
     * @param required fields without which it means nothing
     * @param numbers those of its fields that are numbers
     */
    record Row(int code, Map<String, String> fields, List<String> required, List<String> numbers) {
        static Row of(int code, String... required) {
            return of(code, List.of(), required);
        }

        static Row of(int code, List<String> numbers, String... required) {
            Map<String, String> fields = new HashMap<>();
            for (String name : required) {
                fields.put(name, numbers.contains(name) ? "1" : "some-" + name);
            }
            return new Row(code, fields, List.of(required), numbers);
        }

        @Override
        public String toString() {
            return "request code " + code;
        }
    }

    static Stream<Row> rows() {
        List<String> id = List.of("brokerId");
        return Stream.of(
                Row.of(RequestCode.PUT_KV_CONFIG, "namespace", "key", "value"),
                Row.of(RequestCode.GET_KV_CONFIG, "namespace", "key"),
                Row.of(RequestCode.DELETE_KV_CONFIG, "namespace", "key"),
                Row.of(
                        RequestCode.REGISTER_BROKER,
                        id,
                        "brokerName",
                        "brokerAddr",
                        "clusterName",
                        "haServerAddr",
                        "brokerId"),
                Row.of(RequestCode.UNREGISTER_BROKER, id, "brokerName", "brokerAddr", "clusterName", "brokerId"),
                Row.of(RequestCode.GET_ROUTEINFO_BY_TOPIC, "topic"),
                Row.of(RequestCode.GET_BROKER_CLUSTER_INFO),
                Row.of(RequestCode.WIPE_WRITE_PERM_OF_BROKER, "brokerName"),
                Row.of(RequestCode.GET_ALL_TOPIC_LIST_FROM_NAMESERVER),
                Row.of(RequestCode.DELETE_TOPIC_IN_NAMESRV, "topic"),
                Row.of(RequestCode.GET_KVLIST_BY_NAMESPACE, "namespace"),
                Row.of(RequestCode.GET_TOPICS_BY_CLUSTER, "cluster"),
                Row.of(RequestCode.GET_SYSTEM_TOPIC_LIST_FROM_NS),
                Row.of(RequestCode.GET_UNIT_TOPIC_LIST),
                Row.of(RequestCode.GET_HAS_UNIT_SUB_TOPIC_LIST),
                Row.of(RequestCode.GET_HAS_UNIT_SUB_UNUNIT_TOPIC_LIST),
                Row.of(RequestCode.UPDATE_NAMESRV_CONFIG),
                Row.of(RequestCode.GET_NAMESRV_CONFIG),
                Row.of(RequestCode.QUERY_DATA_VERSION, id, "brokerName", "brokerAddr", "clusterName", "brokerId"),
                Row.of(RequestCode.ADD_WRITE_PERM_OF_BROKER, "brokerName"),
                Row.of(RequestCode.GET_BROKER_MEMBER_GROUP, "clusterName", "brokerName"),
                Row.of(RequestCode.BROKER_HEARTBEAT, "clusterName", "brokerAddr", "brokerName"));
    }

    @Test
    void everyRequestThatIsServedHasARow(@TempDir Path directory) throws IOException {
        HandlerTable table = NameserverHandlers.table(
                new LiveRoutes(() -> 0), KvStore.open(new KvFile(directory.resolve("none.json"))), Map.of());
        Set<Integer> rows = rows().map(Row::code).collect(Collectors.toCollection(TreeSet::new));
        assertEquals(new TreeSet<>(table.codes()), rows);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void missingAndMalformedFieldsAreNamed(Row row) {
        for (String name : row.required()) {
            Map<String, String> fields = new HashMap<>(row.fields());
            fields.remove(name);
            assertNamed(row, fields, name);
        }
        for (String name : row.numbers()) {
            assertNamed(row, with(row, name, "seven"), name);
            assertNamed(row, with(row, name, "99999999999999999999"), name);
        }
    }

    private void assertNamed(Row row, Map<String, String> fields, String name) {
        Command answer = ask(row.code(), fields, "");
        assertEquals(ResponseCode.INVALID_PARAMETER, answer.code(), answer.toString());
        assertTrue(String.valueOf(answer.remark()).contains("'" + name + "'"), answer.toString());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void absurdInputHarmsNobody(Row row) {
        for (String name : row.required()) {
            for (String value : List.of("", "x".repeat(ABSURD_LENGTH), "-1", "\0\1\2")) {
                assertNoFailure(ask(row.code(), with(row, name, value), ""));
            }
        }
        for (String body : List.of("{", "[]", "[".repeat(1_000), "\0")) {
            assertNoFailure(ask(row.code(), row.fields(), body));
        }
        assertEquals(
                ResponseCode.SUCCESS,
                ask(RequestCode.GET_BROKER_CLUSTER_INFO, Map.of(), "").code());
    }

    /** An answer that is meant, not one that a failure left. */
    private static void assertNoFailure(Command answer) {
        String remark = String.valueOf(answer.remark());
        assertFalse(remark.contains("internal error"), remark);
        if (answer.code() != ResponseCode.SUCCESS) {
            assertNotEquals("null", remark);
        }
    }

    private static Map<String, String> with(Row row, String name, String value) {
        Map<String, String> fields = new HashMap<>(row.fields());
        fields.put(name, value);
        return fields;
    }

    private Command ask(int code, Map<String, String> fields, String body) {
        Command request = Command.request(code, fields).withBody(body.getBytes(StandardCharsets.UTF_8));
        return tool.invoke(address, request, TIMEOUT_MS).join();
    }
}
