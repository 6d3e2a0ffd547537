package io.ringmq.raft.snapshot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The snapshots of one group on disk, of which the newest is kept.
 *
 * <pre>
 *  INDEX/MANIFEST       a snapshot, INDEX in 20 digits: its manifest, see {@link ManifestText}
 *  INDEX/state/         and the files of its state
 *  INDEX.tmp/           one being written, or what a crash left of it; removed at the next start
 *  damaged-INDEX/       one that was found damaged; never used, kept until the next one is
 *  damaged-state/       the state itself, likewise
 * </pre>
 *
 * <p>A snapshot gets its name when everything in it is durable. Thread-safe.
 */
public final class SnapshotFiles {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotFiles.class);
    private static final Pattern NAME = Pattern.compile("\\d{20}");
    private static final String MANIFEST = "MANIFEST";
    private static final String STATE = "state";
    private static final String UNFINISHED = ".tmp";
    private static final String DAMAGED = "damaged-";

    private final Path root;
    private final String group;
    /** Snapshots being copied to other replicas; each is there once for each copy. */
    private final List<Long> leased = new ArrayList<>();

    private @Nullable Manifest newest;

    private SnapshotFiles(Path root, String group) {
        this.root = root;
        this.group = group;
    }

    /**
     * Opens or creates the directory, removes what is unfinished or superseded, and sets aside what is damaged. Sizes
     * are checked here, checksums when a file is read.
     *
     * @throws IOException if the disk fails
     */
    public static SnapshotFiles open(Path root, String group) throws IOException {
        FileTree.createDirectory(root);
        SnapshotFiles files = new SnapshotFiles(root, group);
        files.load();
        return files;
    }

    private synchronized void load() throws IOException {
        for (Path entry : FileTree.list(root)) {
            String name = String.valueOf(entry.getFileName());
            if (NAME.matcher(name).matches()) {
                consider(entry);
            } else if (name.endsWith(UNFINISHED)) {
                FileTree.delete(entry);
            }
        }
        removeOthers(name -> NAME.matcher(name).matches());
    }

    /** Names ascend, so an intact one replaces those before it. */
    private void consider(Path directory) throws IOException {
        try {
            newest = read(directory);
        } catch (SnapshotException e) {
            setAside(directory, e);
        }
    }

    private Manifest read(Path directory) throws IOException {
        Path file = directory.resolve(MANIFEST);
        if (!Files.exists(file)) {
            throw new SnapshotException("it has no manifest");
        }
        Manifest manifest = ManifestText.decode(Files.readAllBytes(file));
        if (!manifest.group().equals(group) || !directory.endsWith(name(manifest.index()))) {
            throw new SnapshotException("its manifest is of index " + manifest.index() + " of " + manifest.group());
        }
        for (Manifest.StateFile stateFile : manifest.files()) {
            Path path = directory.resolve(STATE).resolve(stateFile.name());
            if (!Files.exists(path) || Files.size(path) != stateFile.sizeBytes()) {
                throw new SnapshotException("its file " + stateFile.name() + " is missing or cut short");
            }
        }
        return manifest;
    }

    private void setAside(Path directory, SnapshotException why) throws IOException {
        LOG.error("The snapshot {} is damaged and is not used any more: {}", directory, why.getMessage());
        Path aside = root.resolve(DAMAGED + directory.getFileName());
        FileTree.delete(aside);
        Files.move(directory, aside, StandardCopyOption.ATOMIC_MOVE);
        FileTree.syncDirectory(root);
    }

    /** The directory of a snapshot. */
    static String name(long index) {
        return "%020d".formatted(index);
    }

    private Path directory(long index) {
        return root.resolve(name(index));
    }

    private Path unfinished(long index) {
        return root.resolve(name(index) + UNFINISHED);
    }

    /** The newest intact snapshot, or null. */
    public synchronized @Nullable Manifest newest() {
        return newest;
    }

    /** When the newest one was finished, by the clock of the file system; null if there is none. */
    public synchronized @Nullable Instant newestTakenAt() {
        if (newest == null) {
            return null;
        }
        Path manifest = directory(newest.index()).resolve(MANIFEST);
        try {
            return Files.getLastModifiedTime(manifest).toInstant();
        } catch (IOException e) {
            LOG.warn("Cannot tell how old {} is", manifest, e);
            return null;
        }
    }

    /**
     * Where to put the state of a new snapshot; the directory is not there yet.
     *
     * @throws IOException if the disk fails
     */
    public synchronized Path begin(long index) throws IOException {
        Path directory = unfinished(index);
        FileTree.delete(directory);
        FileTree.createDirectory(directory);
        return directory.resolve(STATE);
    }

    /**
     * The checksums of what {@link #begin} led to. Files that are links to files of the newest snapshot are not read
     * again. Makes the files durable.
     *
     * @throws IOException if the disk fails
     */
    public List<Manifest.StateFile> checksums(long index) throws IOException {
        Manifest before = newest();
        Map<String, Manifest.StateFile> known = new HashMap<>();
        if (before != null) {
            before.files().forEach(file -> known.put(file.name(), file));
        }
        List<Manifest.StateFile> files = new ArrayList<>();
        for (Path path : FileTree.list(unfinished(index).resolve(STATE))) {
            Manifest.StateFile earlier = known.get(String.valueOf(path.getFileName()));
            files.add(
                    before != null && earlier != null && isLink(path, statePath(before, earlier))
                            ? earlier
                            : checksum(path));
        }
        return files;
    }

    private Path statePath(Manifest manifest, Manifest.StateFile file) {
        return directory(manifest.index()).resolve(STATE).resolve(file.name());
    }

    private static boolean isLink(Path path, Path earlier) throws IOException {
        return Files.exists(earlier) && Files.isSameFile(path, earlier);
    }

    private static Manifest.StateFile checksum(Path path) throws IOException {
        FileTree.force(path);
        return new Manifest.StateFile(String.valueOf(path.getFileName()), Files.size(path), FileTree.checksum(path));
    }

    /**
     * Makes the snapshot that was begun durable, the newest, and the only one.
     *
     * @throws IOException if the disk fails
     */
    public synchronized void commit(Manifest manifest) throws IOException {
        Path directory = unfinished(manifest.index());
        FileTree.write(directory.resolve(MANIFEST), ManifestText.encode(manifest));
        FileTree.syncDirectory(directory.resolve(STATE));
        FileTree.syncDirectory(directory);
        Files.move(directory, directory(manifest.index()), StandardCopyOption.ATOMIC_MOVE);
        FileTree.syncDirectory(root);
        newest = manifest;
        removeOthers(name -> true);
    }

    private void removeOthers(Predicate<String> candidates) throws IOException {
        if (newest == null) {
            return;
        }
        for (Path entry : FileTree.list(root)) {
            String name = String.valueOf(entry.getFileName());
            if (!isKept(name, newest) && candidates.test(name)) {
                FileTree.delete(entry);
            }
        }
        FileTree.syncDirectory(root);
    }

    private boolean isKept(String name, Manifest current) {
        return name.equals(name(current.index())) || leased.stream().anyMatch(index -> name.equals(name(index)));
    }

    /** The newest snapshot, which stays until {@link #release} although newer ones are taken; null if there is none. */
    public synchronized @Nullable Manifest lease() {
        if (newest != null) {
            leased.add(newest.index());
        }
        return newest;
    }

    /**
     * Ends a {@link #lease()}.
     *
     * @throws IOException if a snapshot that is not needed any more can not be removed; the next one tries again
     */
    public synchronized void release(Manifest manifest) throws IOException {
        leased.remove(Long.valueOf(manifest.index()));
        removeOthers(name -> NAME.matcher(name).matches());
    }

    /**
     * Reads from a file of a leased snapshot.
     *
     * @return fewer bytes at the end of the file
     * @throws SnapshotException if the snapshot has no such file
     * @throws IOException if the disk fails
     */
    public byte[] read(Manifest manifest, String fileName, long offset, int maxBytes) throws IOException {
        Manifest.StateFile file = manifest.files().stream()
                .filter(candidate -> candidate.name().equals(fileName))
                .findFirst()
                .orElseThrow(() -> new SnapshotException("the snapshot has no file '" + fileName + "'"));
        if (offset < 0 || offset > file.sizeBytes() || maxBytes < 0) {
            throw new SnapshotException("file " + fileName + " has " + file.sizeBytes() + " bytes, " + maxBytes
                    + " from " + offset + " are outside");
        }
        byte[] bytes = new byte[(int) Math.min(maxBytes, file.sizeBytes() - offset)];
        FileTree.read(statePath(manifest, file), offset, bytes);
        return bytes;
    }

    /**
     * Compares every file of a snapshot with its checksum. One that is damaged is set aside.
     *
     * @return whether it is intact
     * @throws IOException if the disk fails
     */
    public synchronized boolean verify(Manifest manifest) throws IOException {
        try {
            requireIntact(manifest);
            return true;
        } catch (SnapshotException e) {
            LOG.debug("Snapshot {} of group {} was verified and is not intact", manifest.index(), group, e);
            return false;
        }
    }

    /**
     * Puts the state of the newest snapshot in a directory, in place of what is there.
     *
     * @return the manifest, or null if there is no snapshot; the directory is gone then
     * @throws SnapshotException if a file is damaged; the snapshot is set aside
     * @throws IOException if the disk fails
     */
    public synchronized @Nullable Manifest restore(Path stateDirectory) throws IOException {
        FileTree.delete(stateDirectory);
        Manifest manifest = newest;
        if (manifest == null) {
            return null;
        }
        requireIntact(manifest);
        Path copy = stateDirectory.resolveSibling(stateDirectory.getFileName() + UNFINISHED);
        FileTree.delete(copy);
        FileTree.createDirectory(copy);
        for (Manifest.StateFile file : manifest.files()) {
            place(statePath(manifest, file), copy.resolve(file.name()));
        }
        FileTree.syncDirectory(copy);
        Files.move(copy, stateDirectory, StandardCopyOption.ATOMIC_MOVE);
        FileTree.syncParent(stateDirectory);
        return manifest;
    }

    /**
     * Puts a state that was found damaged aside, where it stays until the next snapshot is taken.
     *
     * @throws IOException if the disk fails
     */
    public synchronized void setAside(Path stateDirectory) throws IOException {
        Path aside = root.resolve(DAMAGED + STATE);
        FileTree.delete(aside);
        Files.move(stateDirectory, aside, StandardCopyOption.ATOMIC_MOVE);
        FileTree.syncParent(stateDirectory);
        FileTree.syncDirectory(root);
    }

    /** RocksDB never changes a table or a file of values once it is written; others it does, so these are copied. */
    private static void place(Path from, Path to) throws IOException {
        String name = from.toString();
        if (name.endsWith(".sst") || name.endsWith(".blob")) {
            Files.createLink(to, from);
        } else {
            Files.copy(from, to);
            FileTree.force(to);
        }
    }

    private void requireIntact(Manifest manifest) throws IOException {
        for (Manifest.StateFile file : manifest.files()) {
            Path path = statePath(manifest, file);
            if (!Files.exists(path) || FileTree.checksum(path) != file.crc()) {
                SnapshotException damage = new SnapshotException("its file " + file.name() + " is damaged");
                forget(manifest, damage);
                throw damage;
            }
        }
    }

    private void forget(Manifest manifest, SnapshotException damage) throws IOException {
        if (newest != null && newest.index() == manifest.index()) {
            newest = null;
        }
        if (Files.exists(directory(manifest.index()))) {
            setAside(directory(manifest.index()), damage);
        }
    }
}
