package io.ringmq.store.disk;

import java.io.IOException;
import java.util.List;

/**
 * A tree of files below one root. Names are relative paths with {@code /} between their parts; the root itself is the
 * empty name.
 *
 * <p>What survives a power cut:
 *
 * <ul>
 *   <li>file content and size: what was written before a {@link DiskFile#force()} that returned normally. Anything
 *       written later may survive wholly, not at all, or in any subset of its 512-byte sectors;
 *   <li>a created, renamed or deleted name: once {@link #syncDirectory} of its directory returned. Until then each
 *       such change may be there or not, independently of the others;
 *   <li>a directory: once {@link #createDirectories} returned.
 * </ul>
 *
 * <p>A process that dies without the machine dying loses nothing. All methods are thread-safe.
 */
public interface Disk {
    /** Opens a file for reading and writing; creates it empty if absent. Its directory must exist. */
    DiskFile open(String name) throws IOException;

    /** Whether a file or directory of this name exists. */
    boolean exists(String name) throws IOException;

    /** The plain names in a directory, sorted; empty if the directory is absent. */
    List<String> list(String directory) throws IOException;

    /** Renames a file, atomically replacing {@code to} if it exists. Both names must be in one directory. */
    void rename(String from, String to) throws IOException;

    /** Deletes a file; nothing happens if it is absent. A file still open stays readable through its handle. */
    void delete(String name) throws IOException;

    /** Creates a directory and its missing parents; they are durable on return. */
    void createDirectories(String directory) throws IOException;

    /** Makes every earlier create, rename and delete in this directory durable. */
    void syncDirectory(String directory) throws IOException;

    /**
     * When a file was last written to, in ms since the epoch by the clock of the disk.
     *
     * @throws java.nio.file.NoSuchFileException if it is absent
     */
    long lastModifiedMs(String name) throws IOException;

    /** Bytes that can still be written to this disk by the process. */
    long usableBytes() throws IOException;
}
