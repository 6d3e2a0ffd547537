package io.ringmq.store.disk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimContentTest {
    private final SimContent content = new SimContent();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
    void whatALostEndHeldIsNotThereWhenTheFileGrowsAgain(int seed) {
        write(0, 100);
        write(100, 50);
        content.force();
        write(150, 50);
        content.losePower(new Random(seed));
        int left = content.bytes();
        write(400, 1);
        assertArrayEquals(new byte[400 - left], read(left, 400 - left));
        content.force();
        content.losePower(new Random(seed));
        assertArrayEquals(new byte[400 - left], read(left, 400 - left));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void whatWasCutOffIsNotThereWhenTheFileGrowsAgain(int seed) {
        write(0, 3_000);
        content.force();
        content.truncate(10);
        content.force();
        write(2_999, 1);
        content.force();
        content.losePower(new Random(seed));
        assertEquals(3_000, content.bytes());
        assertArrayEquals(new byte[2_989], read(10, 2_989));
    }

    private void write(int position, int count) {
        byte[] ones = new byte[count];
        Arrays.fill(ones, (byte) 1);
        content.write(ByteBuffer.wrap(ones), position);
    }

    private byte[] read(int position, int count) {
        byte[] bytes = new byte[count];
        content.read(ByteBuffer.wrap(bytes), position);
        return bytes;
    }
}
