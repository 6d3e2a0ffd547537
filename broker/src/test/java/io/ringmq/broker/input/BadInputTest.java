package io.ringmq.broker.input;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.broker.ring.TestRing;
import io.ringmq.broker.twin.Reply;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.ResponseCode;
import java.nio.charset.StandardCharsets;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every request a ring serves, made wrong in every way: whatever comes is answered with a code and a remark that clients and
 * people understand, and the ring serves on. A handler that throws anything but its answer fails here.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputTest {
    private static final int ABSURD_LENGTH = 100_000;

    private final TestRing ring = new TestRing();

    @BeforeAll
    void makeTopic() {
        ring.createTopic(BadInputRows.TOPIC, BadInputRows.QUEUES);
        ring.send(BadInputRows.TOPIC, "body", "KEYS\1k\2UNIQ_KEY\1u\2").answer(ResponseCode.SUCCESS);
    }

    @AfterAll
    void close() {
        ring.send(BadInputRows.TOPIC, "still served", "").answer(ResponseCode.SUCCESS);
        ring.close();
    }

    static Stream<BadInputRow> rows() {
        return BadInputRows.all().stream();
    }

    @Test
    void everyRequestThatIsServedHasARow() {
        Set<Integer> rows = rows().map(BadInputRow::code).collect(Collectors.toCollection(TreeSet::new));
        assertEquals(new TreeSet<>(ring.ring().handlers().codes()), rows);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void aMissingFieldIsNamed(BadInputRow row) {
        assertAll(row.required().stream().map(name -> () -> {
            Map<String, String> fields = new HashMap<>(row.fields());
            assertNotNull(fields.remove(name), name + " is no field of the row");
            assertNamed(row, fields, name);
        }));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void aFieldOfTheWrongTypeIsNamed(BadInputRow row) {
        assertAll(row.numbers().stream().map(name -> () -> {
            assertNamed(row, row.with(name, "seven"), name);
            assertNamed(row, row.with(name, "99999999999999999999"), name);
        }));
    }

    private void assertNamed(BadInputRow row, Map<String, String> fields, String name) {
        Command answer = ask(row, fields, row.body()).answer(ResponseCode.INVALID_PARAMETER);
        assertTrue(String.valueOf(answer.remark()).contains("'" + name + "'"), answer.toString());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void absurdLengthsAndNegativeNumbersHarmNobody(BadInputRow row) {
        for (String name : row.fields().keySet()) {
            for (String value : List.of("", "x".repeat(ABSURD_LENGTH), "-1", Long.toString(Long.MIN_VALUE), "\0\1\2")) {
                assertAnswered(row, row.with(name, value), row.body());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void aBodyThatIsNoneIsRefused(BadInputRow row) {
        for (String body : List.of("", "{", "[]", "{\"consumerGroup\":7", "[".repeat(1_000), "\0")) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            Command answer = assertAnswered(row, row.fields(), bytes);
            if (row.hasBody()) {
                assertEquals(ResponseCode.INVALID_PARAMETER, answer.code(), body + " was answered with " + answer);
                assertFalse(String.valueOf(answer.remark()).isEmpty());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void whatDoesNotExistOrCannotBeIsToldSo(BadInputRow row) {
        assertAll(row.cases().stream().map(wrong -> () -> {
            Map<String, String> fields = new HashMap<>(row.fields());
            fields.putAll(wrong.fields());
            byte[] body = wrong.body() == null ? row.body() : wrong.body().getBytes(StandardCharsets.UTF_8);
            Command answer = assertAnswered(row, fields, body);
            assertEquals(wrong.code(), answer.code(), wrong + " was answered with " + answer);
            assertTrue(String.valueOf(answer.remark()).contains(wrong.remark()), wrong + ": " + answer.remark());
        }));
    }

    private Command assertAnswered(BadInputRow row, Map<String, String> fields, byte[] body) {
        Reply reply = ask(row, fields, body);
        // Offsets are gathered, digests made, for some milliseconds.
        ring.timer.advance(2_000);
        return reply.answer();
    }

    private Reply ask(BadInputRow row, Map<String, String> fields, byte[] body) {
        return ring.handle(Command.request(row.code(), fields).withBody(body));
    }
}
