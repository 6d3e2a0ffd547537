package io.ringmq.store.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A disk under a page cache, with the faults of both, driven by a seed. Single-threaded.
 *
 * <ul>
 *   <li>{@link #powerCut()}: each file keeps what was forced and none, all, a prefix or any subset of the 512-byte
 *       sectors written since; of the changes of a directory since its last sync each may be there or not.
 *   <li>{@link #processKill()}: only the open handles are lost.
 *   <li>{@link #crashAfter}: the n-th changing call from now does its work and then throws {@link SimulatedCrash}.
 *   <li>{@link #failWriteAfter}, {@link #failForceAfter}: an I/O error; after a failed force the pages count as clean
 *       although they never reached the disk, and the next force succeeds.
 *   <li>{@link #limitSpace}: writes that would extend a file fail.
 *   <li>{@link #flipBit}, {@link #zeroSector}: damage.
 * </ul>
 */
public final class SimDisk implements Disk {
    static final int SECTOR_BYTES = 512;
    private static final int NEVER = Integer.MAX_VALUE;

    /** Changes of one directory that happen together: names and what they stand for, null if deleted. */
    private record DirectoryChange(String directory, Map<String, @Nullable SimContent> names) {}

    private final Random random;
    private final Map<String, SimContent> names = new TreeMap<>();
    private final Map<String, SimContent> durableNames = new TreeMap<>();
    private final List<DirectoryChange> unsyncedChanges = new ArrayList<>();
    private final TreeSet<String> directories = new TreeSet<>();
    private int generation;
    private int stepsToCrash = NEVER;
    private int writesToFailure = NEVER;
    private int forcesToFailure = NEVER;
    private long spaceBytes = Long.MAX_VALUE;
    private long trace = 17;

    public SimDisk(long seed) {
        // Small seeds of java.util.Random begin with equal booleans.
        this.random = new Random(seed * 0x9E3779B97F4A7C15L);
    }

    /** The n-th call from now that changes something ends in a {@link SimulatedCrash}; n is at least 1. */
    public void crashAfter(int changingCalls) {
        stepsToCrash = changingCalls;
    }

    /** The n-th write from now fails after writing a part; n is at least 1. */
    public void failWriteAfter(int writes) {
        writesToFailure = writes;
    }

    /** The n-th force from now fails; n is at least 1. */
    public void failForceAfter(int forces) {
        forcesToFailure = forces;
    }

    /** Lets files grow by this many bytes in all before the disk is full. */
    public void limitSpace(long bytes) {
        spaceBytes = bytes;
    }

    /** The process dies; the page cache stays. Ends all faults planned. */
    public void processKill() {
        generation++;
        stepsToCrash = NEVER;
        writesToFailure = NEVER;
        forcesToFailure = NEVER;
        spaceBytes = Long.MAX_VALUE;
        note("kill", "", 0, 0);
    }

    /** The machine loses power and comes back. Ends all faults planned. */
    public void powerCut() {
        processKill();
        for (DirectoryChange change : unsyncedChanges) {
            if (random.nextBoolean()) {
                apply(change, durableNames);
            }
        }
        unsyncedChanges.clear();
        names.clear();
        names.putAll(durableNames);
        names.forEach((name, content) -> note("cut", name, content.losePower(random), 0));
    }

    /** Flips one bit of a file, on the disk and in the cache. */
    public void flipBit(String name, long position, int bit) {
        existing(name).flipBit((int) position, bit);
    }

    /** Zeroes one sector of a file, on the disk and in the cache. */
    public void zeroSector(String name, long position) {
        existing(name).zeroSector((int) position / SECTOR_BYTES);
    }

    /** A hash of everything that happened; equal for equal seeds and equal calls. */
    public long trace() {
        return trace;
    }

    @Override
    public DiskFile open(String name) throws IOException {
        SimContent content = names.get(name);
        if (content == null) {
            content = new SimContent();
            Map<String, @Nullable SimContent> created = new TreeMap<>();
            created.put(name, content);
            change(name, created);
            changed("create", name, 0, 0);
        }
        return new SimFile(this, name, content, generation);
    }

    @Override
    public boolean exists(String name) {
        return names.containsKey(name) || directories.contains(name);
    }

    @Override
    public List<String> list(String directory) {
        String prefix = directory.isEmpty() ? "" : directory + "/";
        return names.keySet().stream()
                .filter(name -> name.startsWith(prefix) && name.indexOf('/', prefix.length()) < 0)
                .map(name -> name.substring(prefix.length()))
                .toList();
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Map<String, @Nullable SimContent> renamed = new TreeMap<>();
        renamed.put(to, existing(from));
        renamed.put(from, null);
        change(from, renamed);
        changed("rename", from, 0, 0);
    }

    @Override
    public void delete(String name) throws IOException {
        if (names.containsKey(name)) {
            Map<String, @Nullable SimContent> deleted = new TreeMap<>();
            deleted.put(name, null);
            change(name, deleted);
            changed("delete", name, 0, 0);
        }
    }

    @Override
    public void createDirectories(String directory) {
        directories.add(directory);
    }

    @Override
    public void syncDirectory(String directory) throws IOException {
        for (DirectoryChange change : List.copyOf(unsyncedChanges)) {
            if (change.directory().equals(directory)) {
                apply(change, durableNames);
                unsyncedChanges.remove(change);
            }
        }
        changed("sync", directory, 0, 0);
    }

    /** This disk has no clock. */
    @Override
    public long lastModifiedMs(String name) throws IOException {
        existing(name);
        return 0;
    }

    @Override
    public long usableBytes() {
        return spaceBytes;
    }

    private SimContent existing(String name) {
        SimContent content = names.get(name);
        if (content == null) {
            throw new IllegalArgumentException("No file " + name);
        }
        return content;
    }

    private void change(String name, Map<String, @Nullable SimContent> changes) {
        int slash = name.lastIndexOf('/');
        DirectoryChange change = new DirectoryChange(slash < 0 ? "" : name.substring(0, slash), changes);
        apply(change, names);
        unsyncedChanges.add(change);
    }

    private static void apply(DirectoryChange change, Map<String, SimContent> target) {
        change.names().forEach((name, content) -> {
            if (content == null) {
                target.remove(name);
            } else {
                target.put(name, content);
            }
        });
    }

    void checkAlive(int handleGeneration) {
        if (handleGeneration != generation) {
            throw new SimulatedCrash("A file was used that was opened before the crash");
        }
    }

    /** Bytes of this write that happen; fewer than asked for means that it then fails. */
    int admitWrite(int bytes, int growth) {
        if (--writesToFailure == 0) {
            return random.nextInt(bytes + 1);
        }
        spaceBytes -= growth;
        return spaceBytes >= 0 ? bytes : random.nextInt(bytes + 1);
    }

    boolean writeFails() {
        return writesToFailure <= 0 || spaceBytes < 0;
    }

    boolean forceFails() {
        return --forcesToFailure == 0;
    }

    Random random() {
        return random;
    }

    void changed(String what, String name, long position, int hash) {
        note(what, name, position, hash);
        if (--stepsToCrash == 0) {
            generation++;
            throw new SimulatedCrash("Crash in " + what + " of " + name);
        }
    }

    private void note(String what, String name, long position, int hash) {
        trace = trace * 31 + what.hashCode();
        trace = trace * 31 + name.hashCode();
        trace = trace * 31 + position;
        trace = trace * 31 + hash;
    }

    /** The bytes of a file as a process sees them now. */
    public ByteBuffer contentOf(String name) {
        return existing(name).cached();
    }
}
