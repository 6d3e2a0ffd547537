package io.ringmq.bench.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Consumer;

/**
 * A file of results, one a line, that only grows. For one writer at a time.
 *
 * @param path of the file; made, with its directories, by the first result
 */
public record ResultFile(Path path) implements Consumer<Result> {
    /** Where results go unless the command line says otherwise: what docs/performance.md is made from. */
    public static final String DEFAULT = "docs/results/performance.jsonl";

    /** Adds a result at the end. */
    @Override
    public void accept(Result result) {
        try {
            Files.createDirectories(path.toAbsolutePath().getParent());
            Files.writeString(path, result.toJson() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write results to " + path, e);
        }
    }

    /** Everything in the file, in order; nothing if there is no file. */
    public List<Result> read() {
        try {
            return Files.exists(path)
                    ? Files.readAllLines(path).stream()
                            .filter(line -> !line.isBlank())
                            .map(Result::parse)
                            .toList()
                    : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read results from " + path, e);
        }
    }
}
