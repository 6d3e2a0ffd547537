package io.ringmq.chaos.history;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A history that is being written, entry by entry. Thread-safe: entries are in the order in which they came. */
public final class HistoryFile implements Consumer<Entry>, AutoCloseable {
    private final Path path;
    private final BufferedWriter out;

    /** Begins a history; the file must not be there yet. */
    public HistoryFile(Path path) {
        this.path = path;
        try {
            Files.createFile(path);
            out = Files.newBufferedWriter(path);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the history " + path, e);
        }
    }

    @Override
    public synchronized void accept(Entry entry) {
        try {
            out.write(EntryLine.of(entry));
            out.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the history " + path, e);
        }
    }

    /** Everything of a history, in its order, in memory: some 200 bytes an entry. */
    public static List<Entry> read(Path path) {
        try (Stream<String> lines = Files.lines(path)) {
            return lines.map(EntryLine::parse).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the history " + path, e);
        }
    }

    @Override
    public synchronized void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the history " + path, e);
        }
    }
}
