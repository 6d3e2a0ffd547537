package io.ringmq.chaos.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogPiecesTest {
    private static final int SEGMENT_BYTES = 3 << 19;

    @TempDir
    private Path dir = Path.of("");

    @Test
    void piecesCoverTheRangeAcrossSegmentsAndShowEveryByte() throws IOException {
        write(new Random(1));
        List<LogPieces.Piece> pieces = new LogPieces(dir).between(100, SEGMENT_BYTES + 1_000);
        assertEquals(List.of(100L, 100L + (1 << 20), (long) SEGMENT_BYTES), offsets(pieces));
        assertEquals(
                SEGMENT_BYTES + 900,
                pieces.stream().mapToLong(LogPieces.Piece::bytes).sum());

        Path second = dir.resolve(name(SEGMENT_BYTES));
        byte[] bytes = Files.readAllBytes(second);
        bytes[999] ^= 1;
        Files.write(second, bytes);
        List<LogPieces.Piece> changed = new LogPieces(dir).between(100, SEGMENT_BYTES + 1_000);
        assertEquals(pieces.subList(0, 2), changed.subList(0, 2));
        assertNotEquals(pieces.get(2), changed.get(2));
    }

    private static List<Long> offsets(List<LogPieces.Piece> pieces) {
        return pieces.stream().map(LogPieces.Piece::offset).toList();
    }

    private void write(Random random) throws IOException {
        for (int segment = 0; segment < 3; segment++) {
            byte[] bytes = new byte[SEGMENT_BYTES];
            random.nextBytes(bytes);
            Files.write(dir.resolve(name((long) segment * SEGMENT_BYTES)), bytes);
        }
        Files.write(dir.resolve("checkpoint"), new byte[8]);
    }

    private static String name(long offset) {
        return String.format(Locale.ROOT, "%020d", offset);
    }
}
