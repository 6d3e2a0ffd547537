package io.ringmq.broker.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ringmq.store.record.MalformedRecordException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadReaderTest {
    @ParameterizedTest
    @CsvSource({
        "0, 1",
        "63, 1",
        "-64, 1",
        "64, 2",
        "-65, 2",
        "8191, 2",
        "8192, 3",
        "2147483647, 5",
        "-2147483648, 5",
        "9223372036854775807, 10",
        "-9223372036854775808, 10"
    })
    void smallNumbersTakeFewBytes(long value, int bytes) {
        byte[] payload = new PayloadWriter().putSmall(value).toBytes();
        assertEquals(bytes, payload.length);
        assertEquals(value, PayloadReader.readAll("a number", ByteBuffer.wrap(payload), PayloadReader::getSmall));
        assertThrows(MalformedRecordException.class, () -> read(Arrays.copyOf(payload, bytes - 1)));
    }

    @ParameterizedTest
    @ValueSource(longs = {Integer.MAX_VALUE + 1L, Integer.MIN_VALUE - 1L, Long.MAX_VALUE})
    void aNumberThatIsNoIntIsRefused(long value) {
        assertThrows(
                MalformedRecordException.class,
                () -> read(new PayloadWriter().putSmall(value).toBytes()));
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 11, 100})
    void aNumberThatDoesNotEndIsRefused(int bytes) {
        byte[] payload = new byte[bytes];
        Arrays.fill(payload, (byte) 0x80);
        assertThrows(MalformedRecordException.class, () -> read(payload));
    }

    private static void read(byte[] payload) {
        int unused = PayloadReader.readAll("a number", ByteBuffer.wrap(payload), PayloadReader::getSmallInt);
    }
}
