package io.ringmq.chaos.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** The files of a replica that does not run (docs/commitlog.md). */
final class NodeFiles {
    private static final int FRAME_MAGIC = 0x524D5131;
    private static final int FRAME_LENGTH_AT = 4;

    private final Path replica;
    private final Path raft;

    /** @param replica the directory of one ring of one node */
    NodeFiles(Path replica) {
        this.replica = replica;
        raft = replica.resolve("raft");
    }

    /** Whether a copy of another replica lies in the directory of one ring of one node, and is not complete (docs/snapshots.md). */
    static boolean isCopying(Path replica) {
        Path install = replica.resolve("install");
        return Files.isDirectory(install) && Files.notExists(install.resolve("READY"));
    }

    /** The segments of the log in their order. */
    List<Path> segments() {
        return files(raft.resolve("commitlog"));
    }

    /** The files of the index that is derived from the log. */
    List<Path> index() {
        return files(raft.resolve("raftindex"));
    }

    /** The segments that have a frame. */
    List<Path> frames() {
        return segments().stream().filter(segment -> endOfFrames(segment) > 0).toList();
    }

    /** Bounds of the log, and how much of it is on the disk. */
    List<Path> checkpoint() {
        return List.of(raft.resolve("raft.ckpt"));
    }

    /** Term and vote. */
    List<Path> vote() {
        return List.of(raft.resolve("raft-meta"));
    }

    /** How the group was closed. */
    List<Path> boot() {
        return List.of(raft.resolve("raft-boot"));
    }

    /** Whose data these are. */
    List<Path> identity() {
        return List.of(replica.resolveSibling("IDENTITY"));
    }

    /** What was made from the log; not what nobody reads. */
    List<Path> state() {
        return files(replica.resolve("state")).stream()
                .filter(NodeFiles::isOfState)
                .toList();
    }

    private static boolean isOfState(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.endsWith(".sst") || name.startsWith("MANIFEST") || name.equals("CURRENT");
    }

    /** The files of snapshots. */
    List<Path> snapshots() {
        Path snapshots = replica.resolve("snapshots");
        if (Files.notExists(snapshots)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(snapshots)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + snapshots, e);
        }
    }

    private static List<Path> files(Path dir) {
        try (Stream<Path> files = Files.list(dir)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + dir, e);
        }
    }

    /** The place in a segment behind its last frame; 0 if it has none. */
    static long endOfFrames(Path segment) {
        ByteBuffer head = ByteBuffer.allocate(2 * Integer.BYTES);
        try (FileChannel channel = FileChannel.open(segment)) {
            long at = 0;
            while (at < channel.size()) {
                head.clear();
                channel.read(head, at);
                if (head.position() < head.capacity() || head.getInt(0) != FRAME_MAGIC) {
                    return at;
                }
                at += head.getInt(FRAME_LENGTH_AT);
            }
            return Math.min(at, channel.size());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + segment, e);
        }
    }

    /** Changes one bit; a second time changes it back. Returns what the byte is then. */
    static byte flip(Path file, long at, int bit) {
        ByteBuffer one = ByteBuffer.allocate(1);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            channel.read(one, at);
            one.put(0, (byte) (one.get(0) ^ 1 << bit)).rewind();
            channel.write(one, at);
            return one.get(0);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot change " + file, e);
        }
    }

    /** A byte of a file. */
    static byte byteAt(Path file, long at) {
        ByteBuffer one = ByteBuffer.allocate(1);
        try (FileChannel channel = FileChannel.open(file)) {
            channel.read(one, at);
            return one.get(0);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /** Writes bytes over what is there, up to the present end of the file. */
    static void overwrite(Path file, long at, byte[] bytes) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            int count = (int) Math.min(bytes.length, channel.size() - at);
            channel.write(ByteBuffer.wrap(bytes, 0, Math.max(0, count)), at);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot change " + file, e);
        }
    }
}
