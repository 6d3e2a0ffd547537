package io.ringmq.remoting.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.ringmq.remoting.protocol.JsonCursor.SyntaxException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonCursorTest {
    private static final long SEED = 20_261_121;

    @Test
    void membersInOrder() {
        JsonCursor in = cursor(" {\"a\" : \"x\" ,\"bc\":-12, \"d\":null}\n");
        in.expect('{');
        assertTrue(in.nextMember(true));
        assertEquals("a", in.name());
        assertEquals("x", in.scalar());
        assertTrue(in.nextMember(false));
        assertEquals("bc", in.name());
        assertEquals(-12, in.integer());
        assertTrue(in.nextMember(false));
        assertEquals("d", in.name());
        assertTrue(in.takesNull());
        assertFalse(in.nextMember(false));
        in.expectEnd();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"\"",
                "\"plain\"",
                "\"KEYS\\u0001k\\u0002\"",
                "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"",
                "\"\u00fcber \\u20ac \ud83d\ude00 \\ud83d\\ude00 \u4e2d\"",
            })
    void stringsAsTheLibraryReadsThem(String json) throws IOException {
        assertEquals(byLibrary(json), cursor(json).string());
    }

    @Test
    void randomTextComesBack() throws IOException {
        Random random = new Random(SEED);
        for (int i = 0; i < 5_000; i++) {
            byte[] bytes = new byte[random.nextInt(12)];
            String alphabet = "\"\\/u0041e9bfnrt\u00e9\u4e2d {}:,\u0001";
            StringBuilder json = new StringBuilder("\"");
            for (int c = 0; c < bytes.length; c++) {
                json.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            agrees(json.append('"').toString());
        }
    }

    /** Both read the same, or both refuse; a string may also end before the text does. */
    private static void agrees(String json) throws IOException {
        String expected;
        try {
            expected = byLibrary(json);
        } catch (IOException e) {
            assertThrows(SyntaxException.class, () -> cursor(json).string(), json);
            return;
        }
        assertEquals(expected, cursor(json).string(), json);
    }

    private static String byLibrary(String json) throws IOException {
        try (JsonParser parser = new JsonFactory().createParser(json.getBytes(StandardCharsets.UTF_8))) {
            parser.nextToken();
            return parser.getText();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\"open", "\"\\\"", "\"\\x\"", "\"\\u12\"", "\"\\u12g4\"", "\"\u0001\"", "nul", "[1]", "", "+"})
    void malformedScalars(String json) {
        assertThrows(SyntaxException.class, () -> cursor(json).scalar());
    }

    @Test
    void bytesThatAreNotUtf8AreRefused() {
        JsonCursor in = new JsonCursor(ByteBuffer.wrap(new byte[] {'"', (byte) 0xC3, '"'}));
        assertThrows(SyntaxException.class, in::string);
    }

    @Test
    void unknownValuesAreSkippedUpToABound() {
        JsonCursor in = cursor("{\"a\":[1,{\"b\":[]},\"]\"]} 7");
        in.skip();
        assertEquals(7, in.integer());
        assertThrows(SyntaxException.class, () -> cursor("[[[[[]]]]]").skip());
        assertThrows(SyntaxException.class, () -> cursor("[1 2]").skip());
    }

    @ParameterizedTest
    @ValueSource(strings = {"2147483648", "1.5", "123456789012345678901234567890123", "true", "\"1\""})
    void notAnInteger(String json) {
        assertThrows(SyntaxException.class, () -> cursor(json).integer());
    }

    private static JsonCursor cursor(String json) {
        // Within a larger array, whose other bytes must not matter.
        byte[] bytes = ("12" + json + "\"34").getBytes(StandardCharsets.UTF_8);
        return new JsonCursor(ByteBuffer.wrap(bytes, 2, bytes.length - 5).slice());
    }
}
