package io.ringmq.raft.snapshot;

import io.ringmq.store.commitlog.ChainPoint;
import java.util.List;

/**
 * What a snapshot is.
 *
 * @param group name of the group
 * @param point the place in the log after the last entry that is part of the snapshot, so that the log of another
 *     replica can continue from there with the same offsets
 * @param stateIndex the applied index that the state itself shows; entries after it up to the snapshot's are
 *     configurations and other entries of Raft's own
 * @param logStartOffset physical offset of the first byte of log on this node when the snapshot was taken
 * @param members the configuration in force
 * @param files the files of the state
 */
public record Manifest(
        String group, ChainPoint point, long stateIndex, long logStartOffset, Members members, List<StateFile> files) {

    /**
     * A file of the state.
     *
     * @param name plain name
     * @param sizeBytes its length
     * @param crc CRC32C of its content
     */
    public record StateFile(String name, long sizeBytes, int crc) {}

    public Manifest {
        files = List.copyOf(files);
    }

    /** As it is in a file and on the wire, see {@link ManifestText}. */
    public byte[] encode() {
        return ManifestText.encode(this);
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @throws SnapshotException if these are not the bytes of an intact manifest of this version
     */
    public static Manifest decode(byte[] bytes) {
        return ManifestText.decode(bytes);
    }

    /** Index of the last entry that is part of the snapshot. */
    public long index() {
        return point.index();
    }

    /** Term of that entry. */
    public long term() {
        return point.term();
    }

    /** Bytes of the state. */
    public long stateBytes() {
        return files.stream().mapToLong(StateFile::sizeBytes).sum();
    }
}
