package io.ringmq.store.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * A directory of the file system, through {@link FileChannel}.
 *
 * <p>Files are never mapped: a write to a mapping on a full disk is a fault at some later point of the program, after
 * which a force may still report success, whereas a failed write call is an {@link IOException} where it happened.
 */
public final class NioDisk implements Disk {
    private final Path root;

    /** The root directory is created when the first directory in it is. */
    public NioDisk(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    @Override
    public DiskFile open(String name) throws IOException {
        return new NioFile(resolve(name));
    }

    @Override
    public boolean exists(String name) {
        return Files.exists(resolve(name));
    }

    @Override
    public List<String> list(String directory) throws IOException {
        Path path = resolve(directory);
        if (!Files.isDirectory(path)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(path)) {
            return entries.map(entry -> path.relativize(entry).toString())
                    .sorted()
                    .toList();
        }
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Files.move(resolve(from), resolve(to), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void delete(String name) throws IOException {
        Files.deleteIfExists(resolve(name));
    }

    @Override
    public void createDirectories(String directory) throws IOException {
        createDurably(resolve(directory));
    }

    @Override
    public void syncDirectory(String directory) throws IOException {
        syncDirectory(resolve(directory));
    }

    @Override
    public long lastModifiedMs(String name) throws IOException {
        return Files.getLastModifiedTime(resolve(name)).toMillis();
    }

    @Override
    public long usableBytes() throws IOException {
        return Files.getFileStore(root).getUsableSpace();
    }

    private static void createDurably(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        Path parent = directory.getParent();
        if (parent != null) {
            createDurably(parent);
        }
        Files.createDirectories(directory);
        if (parent != null) {
            syncDirectory(parent);
        }
    }

    private static void syncDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Names come from our own code, but a name must never reach a file outside the root. */
    private Path resolve(String name) {
        Path path = root.resolve(name).normalize();
        if (!path.startsWith(root)) {
            throw new IllegalArgumentException("'" + name + "' is outside the directory " + root);
        }
        return path;
    }
}
