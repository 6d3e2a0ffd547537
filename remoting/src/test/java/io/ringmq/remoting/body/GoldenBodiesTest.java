package io.ringmq.remoting.body;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bodies against what the official classes wrote and accepted. */
class GoldenBodiesTest {
    static List<BodySample<?>> samples() {
        return BodySample.all();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void readsWhatOfficialClassesWrite(BodySample<?> sample) {
        assertEquals(sample.body(), sample.decode(Fixtures.json("5.5.0/" + sample.name())));
        assertEquals(sample.before5(), sample.decode(Fixtures.json("4.9.8/" + sample.name())));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void writesWhatOfficialClassesAccepted(BodySample<?> sample) {
        assertEquals(
                Fixtures.text("accepted/" + sample.name() + ".json"),
                new String(sample.encoded(), StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void readsWhatItWrites(BodySample<?> sample) {
        assertEquals(sample.body(), sample.decode(ByteBuffer.wrap(sample.encoded())));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void refusesEveryTruncation(BodySample<?> sample) {
        byte[] whole = sample.encoded();
        for (int length = 0; length < whole.length; length++) {
            ByteBuffer part = ByteBuffer.wrap(whole, 0, length);
            assertThrows(MalformedBodyException.class, () -> sample.decode(part), sample.name());
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void failsOnDamageOnlyWithItsOwnException(BodySample<?> sample) {
        byte[] whole = sample.encoded();
        for (int i = 0; i < whole.length; i++) {
            for (char c : "{}[]\",:\\0x\u0001".toCharArray()) {
                byte[] damaged = whole.clone();
                damaged[i] = (byte) c;
                assertAtMostMalformed(sample, damaged);
            }
        }
    }

    private static void assertAtMostMalformed(BodySample<?> sample, byte[] damaged) {
        try {
            sample.decode(ByteBuffer.wrap(damaged));
        } catch (MalformedBodyException e) {
            assertNotNull(e.getMessage());
        }
    }

    @Test
    void readsMemberGroups() {
        Map<Long, String> addresses = new TreeMap<>(Map.of(0L, "1.1.1.1:10911", 1L, "1.1.1.2:10911"));
        BrokerMemberGroup group = new BrokerMemberGroup("c", "b0", addresses);
        assertEquals(group, BrokerMemberGroup.decode(Fixtures.json("5.5.0/broker-member-group")));
        assertEquals(
                Fixtures.text("accepted/broker-member-group.json"), new String(group.encode(), StandardCharsets.UTF_8));
    }
}
