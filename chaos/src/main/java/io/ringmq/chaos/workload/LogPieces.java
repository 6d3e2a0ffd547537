package io.ringmq.chaos.workload;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * The segment files of a log, read as bytes: each is named by the physical offset of its first byte (docs/commitlog.md).
 * What is below the log's end never changes, so a node may run meanwhile.
 */
final class LogPieces {
    private static final int PIECE_BYTES = 1 << 20;

    /** Bytes {@code [offset, offset + bytes)} with their CRC-32. */
    record Piece(long offset, long bytes, long crc) {}

    private final NavigableMap<Long, Path> segments = new TreeMap<>();

    LogPieces(Path dir) {
        try (Stream<Path> files = Files.list(dir)) {
            files.filter(file -> file.getFileName().toString().matches("\\d{20}"))
                    .forEach(file ->
                            segments.put(Long.parseLong(file.getFileName().toString()), file));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the log in " + dir, e);
        }
    }

    /** Pieces of one MiB each, in order; the same offsets for every replica that is asked for the same range. */
    List<Piece> between(long from, long to) {
        List<Piece> pieces = new ArrayList<>();
        for (Map.Entry<Long, Path> segment : segments.entrySet()) {
            Long next = segments.higherKey(segment.getKey());
            long first = Math.max(from, segment.getKey());
            long last = next == null ? to : Math.min(to, next);
            if (first < last) {
                addPieces(segment.getValue(), segment.getKey(), first, last, pieces);
            }
        }
        return pieces;
    }

    private static void addPieces(Path file, long base, long first, long last, List<Piece> pieces) {
        ByteBuffer buffer = ByteBuffer.allocate(PIECE_BYTES);
        try (FileChannel channel = FileChannel.open(file)) {
            for (long at = first; at < last; at += PIECE_BYTES) {
                buffer.clear().limit((int) Math.min(PIECE_BYTES, last - at));
                while (buffer.hasRemaining() && channel.read(buffer, at - base + buffer.position()) >= 0) {
                    // The next read continues where this one ended, or finds the end of the file.
                }
                CRC32 crc = new CRC32();
                crc.update(buffer.flip());
                pieces.add(new Piece(at, buffer.limit(), crc.getValue()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
