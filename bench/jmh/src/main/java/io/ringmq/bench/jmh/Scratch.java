package io.ringmq.bench.jmh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Directories that live as long as a benchmark: on the disk of the working directory, since /tmp may be memory. */
final class Scratch {
    private static final Path PARENT = Path.of("target", "jmh");

    private Scratch() {}

    static Path create(String prefix) throws IOException {
        Files.createDirectories(PARENT);
        return Files.createTempDirectory(PARENT, prefix);
    }

    static void delete(Path dir) throws IOException {
        try (Stream<Path> files = Files.walk(dir)) {
            List<Path> childrenFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : childrenFirst) {
                Files.deleteIfExists(file);
            }
        }
    }
}
