package io.ringmq.remoting.golden;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.CommandCodec;
import io.ringmq.remoting.protocol.MalformedFrameException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whatever happens to a frame, decoding it ends in a command, "not complete yet", or the one typed error. */
class DamagedFramesTest {
    private static final long SEED = 20261121;
    private static final int MUTATIONS_PER_FRAME = 100;
    private static final int HEADER_POSITION = 8;
    private static final int MAX_ALLOCATED_PER_DECODE = 256 << 10;

    @Test
    void truncatedStreamIsNotComplete() throws Exception {
        for (Path file : GoldenFrames.all()) {
            byte[] frame = Files.readAllBytes(file);
            for (int length = 0; length < frame.length; length++) {
                assertNull(decode(Arrays.copyOf(frame, length)), file.toString());
            }
        }
    }

    @Test
    void truncatedFrameIsACommandOrMalformed() throws Exception {
        for (Path file : GoldenFrames.all()) {
            byte[] frame = Files.readAllBytes(file);
            for (int length = HEADER_POSITION; length < frame.length; length++) {
                byte[] cut = Arrays.copyOf(frame, length);
                ByteBuffer.wrap(cut).putInt(length - Integer.BYTES);
                decode(cut);
            }
        }
    }

    @Test
    void truncatedHeaderIsMalformed() throws Exception {
        for (Path file : GoldenFrames.all()) {
            byte[] frame = Files.readAllBytes(file);
            int mark = ByteBuffer.wrap(frame).getInt(Integer.BYTES);
            int headerLength = mark & 0xFF_FFFF;
            for (int length = 0; length < headerLength; length++) {
                byte[] cut = Arrays.copyOf(frame, HEADER_POSITION + length);
                ByteBuffer.wrap(cut).putInt(Integer.BYTES + length).putInt(mark - headerLength + length);
                assertTrue(isMalformed(cut), file + " cut to a header of " + length);
            }
        }
    }

    @Test
    void mutatedFramesAreCommandsOrMalformed() throws Exception {
        Random random = new Random(SEED);
        for (Path file : GoldenFrames.all()) {
            byte[] frame = Files.readAllBytes(file);
            for (int i = 0; i < MUTATIONS_PER_FRAME; i++) {
                decode(mutated(frame, random));
            }
        }
    }

    @Test
    void damageDoesNotBuyMemory() throws Exception {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        Random random = new Random(SEED);
        byte[] frame = Files.readAllBytes(GoldenFrames.all().get(0));
        decode(frame);
        for (int i = 0; i < MUTATIONS_PER_FRAME; i++) {
            byte[] mutated = mutated(frame, random);
            long before = threads.getCurrentThreadAllocatedBytes();
            decode(mutated);
            long allocated = threads.getCurrentThreadAllocatedBytes() - before;
            assertTrue(allocated < MAX_ALLOCATED_PER_DECODE, allocated + " bytes for " + Arrays.toString(mutated));
        }
    }

    private static byte[] mutated(byte[] frame, Random random) {
        byte[] mutated = frame.clone();
        for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
            mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
        }
        if (random.nextBoolean()) {
            // Else most mutations of the first four bytes only make a frame that is not complete.
            ByteBuffer.wrap(mutated).putInt(mutated.length - Integer.BYTES);
        }
        return mutated;
    }

    private static boolean isMalformed(byte[] frame) {
        try {
            CommandCodec.decode(Unpooled.wrappedBuffer(frame));
            return false;
        } catch (MalformedFrameException e) {
            return e.getMessage() != null;
        }
    }

    /** Any other exception than the typed one fails the test that calls this. */
    private static @Nullable Command decode(byte[] frame) {
        try {
            return CommandCodec.decode(Unpooled.wrappedBuffer(frame));
        } catch (MalformedFrameException e) {
            assertTrue(e.getMessage() != null);
            return null;
        }
    }
}
