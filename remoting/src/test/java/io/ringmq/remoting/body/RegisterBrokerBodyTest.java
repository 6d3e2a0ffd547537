package io.ringmq.remoting.body;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ringmq.remoting.message.Compression;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class RegisterBrokerBodyTest {
    private static final RegisterBrokerBody BODY = new RegisterBrokerBody(BodySample.topics(), List.of("f:1"));
    private static final RegisterBrokerBody BEFORE_5 =
            new RegisterBrokerBody(BodySample.topicsBefore5(), List.of("f:1"));

    @Test
    void readsTheCompressedFormOfBothLayouts() {
        assertEquals(BODY, RegisterBrokerBody.decodeCompressed(Fixtures.hex("5.5.0/register-broker-compressed")));
        assertEquals(BEFORE_5, RegisterBrokerBody.decodeCompressed(Fixtures.hex("4.9.8/register-broker-compressed")));
    }

    @Test
    void writesTheCompressedFormThatOfficialClassesAccepted() {
        assertSameStream("accepted/register-broker-compressed", BODY.encodeCompressed(true));
        assertSameStream("accepted/register-broker-compressed-before-5", BEFORE_5.encodeCompressed(false));
    }

    /** Compares what is inside, because zlib versions compress differently. */
    private static void assertSameStream(String fixture, byte[] compressed) {
        int maxBytes = RegisterBrokerBody.MAX_INFLATED_BYTES;
        ByteBuffer expected = ByteBuffer.wrap(Compression.inflate(Fixtures.hex(fixture), maxBytes));
        assertEquals(expected, ByteBuffer.wrap(Compression.inflate(ByteBuffer.wrap(compressed), maxBytes)));
    }

    @Test
    void refusesEveryTruncationOfTheCompressedForm() {
        byte[] whole = BODY.encodeCompressed(true);
        for (int length = 0; length < whole.length; length++) {
            ByteBuffer part = ByteBuffer.wrap(whole, 0, length);
            assertThrows(MalformedBodyException.class, () -> RegisterBrokerBody.decodeCompressed(part));
        }
    }

    @Test
    void refusesEveryTruncationOfTheInflatedFormExceptTheOlderLayout() {
        byte[] whole = RegisterBrokerStream.write(BODY, true);
        for (int length = 0; length < whole.length; length++) {
            ByteBuffer part = ByteBuffer.wrap(whole, 0, length);
            if (length == whole.length - Integer.BYTES) {
                assertEquals(BODY, new RegisterBrokerStream(part).read());
            } else {
                assertThrows(MalformedBodyException.class, () -> new RegisterBrokerStream(part).read());
            }
        }
    }
}
