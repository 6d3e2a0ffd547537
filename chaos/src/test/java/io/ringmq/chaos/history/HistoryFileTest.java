package io.ringmq.chaos.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryFileTest {
    private static final Place PLACE = new Place("t/ring-0/3", 17);

    @TempDir
    private Path dir = Path.of("");

    @Test
    void everyKindOfEntryIsReadAsItWasWritten() {
        List<Entry> entries = List.of(
                new Entry.Invoked(1, "a", 11, true),
                new Entry.Invoked(2, "b", 12, false),
                new Entry.Acknowledged(3, "a", PLACE),
                new Entry.Settled(3, "a", 1_000),
                new Entry.Refused(4, "b", "code 14: no  leader"),
                new Entry.Unknown(5, "c", ""),
                new Entry.Read(6, "r0", PLACE, "a", 11),
                new Entry.Delivered(7, "g", PLACE, "a", 11),
                new Entry.Held("n0", PLACE, "a", 11),
                new Entry.LogPiece("n0", "ring-0", 1 << 20, 512, 4_000_000_000L),
                new Entry.Note(8, "kill -9 of n0"));
        Path path = dir.resolve("history");
        try (HistoryFile file = new HistoryFile(path)) {
            entries.forEach(file);
        }
        assertEquals(entries, HistoryFile.read(path));
    }

    @Test
    void textOfSeveralLinesStaysOneEntry() {
        assertEquals(new Entry.Note(1, "a b"), EntryLine.parse(EntryLine.of(new Entry.Note(1, "a\nb"))));
    }

    @Test
    void aHistoryIsNotWrittenOver() {
        Path path = dir.resolve("history");
        new HistoryFile(path).close();
        UncheckedIOException refusal = assertThrows(UncheckedIOException.class, () -> new HistoryFile(path));
        assertTrue(String.valueOf(refusal.getMessage()).contains("history"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "X 1", "A 1 a q", "A 1 a q z", "I 1 a 5 twice", "R 1 r q 5 a"})
    void aLineThatIsNoneIsNamed(String line) {
        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, () -> EntryLine.parse(line));
        assertTrue(String.valueOf(refusal.getMessage()).contains("'" + line + "'"), refusal.getMessage());
    }
}
