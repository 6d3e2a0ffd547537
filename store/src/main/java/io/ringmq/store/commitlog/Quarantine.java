package io.ringmq.store.commitlog;

import io.ringmq.store.disk.Disk;
import io.ringmq.store.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Damaged bytes of the log as they were found, for whoever wants to know what a disk did to them.
 *
 * <pre>
 *  quarantine/NNNNNNNN-OOOOOOOOOOOOOOOOOOOO     number of the finding, physical offset of the first byte
 * </pre>
 *
 * <p>The last {@value #MAX_FILES} findings are kept, the first {@value #MAX_BYTES} bytes of each. Nothing reads them.
 */
final class Quarantine {
    static final String DIRECTORY = "quarantine";
    static final int MAX_FILES = 16;
    static final int MAX_BYTES = 8 << 20;
    private static final Logger LOG = LoggerFactory.getLogger(Quarantine.class);
    private static final int NUMBER_DIGITS = 8;

    private final Disk disk;
    private volatile int findings;

    Quarantine(Disk disk) {
        this.disk = disk;
    }

    /** How often {@link #keep} was called. */
    int findings() {
        return findings;
    }

    /** Keeps the bytes of {@code [from, to)}; returns the file's name, or "nowhere" if the disk does not take it. */
    synchronized String keep(SegmentSet segments, long from, long to) {
        findings++;
        try {
            ByteBuffer bytes = read(segments, from, Math.min(to, from + MAX_BYTES));
            disk.createDirectories(DIRECTORY);
            List<String> names = disk.list(DIRECTORY);
            for (String old : names.subList(0, Math.max(0, names.size() - MAX_FILES + 1))) {
                disk.delete(DIRECTORY + "/" + old);
            }
            String name = "%s/%08d-%020d".formatted(DIRECTORY, nextNumber(names), from);
            try (DiskFile file = disk.open(name)) {
                file.write(new ByteBuffer[] {bytes}, 0);
                file.force();
            }
            disk.syncDirectory(DIRECTORY);
            return name;
        } catch (IOException e) {
            LOG.warn(
                    "The damaged bytes from physical offset {} on cannot be kept; they are mended all the same",
                    from,
                    e);
            return "nowhere";
        }
    }

    private static long nextNumber(List<String> names) {
        return names.isEmpty() ? 1 : Long.parseLong(names.get(names.size() - 1).substring(0, NUMBER_DIGITS)) + 1;
    }

    /** What can be read of a range, segment by segment; zeros where a file ends before. */
    private static ByteBuffer read(SegmentSet segments, long from, long to) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) (to - from));
        long at = from;
        while (at < to) {
            int count = (int) Math.min(to - at, segments.layout().roomAt(at));
            Segment segment = segments.holding(at);
            if (segment != null) {
                ByteBuffer part = bytes.slice((int) (at - from), count);
                boolean unused = ReadFully.read(segment.file(), part, at - segment.baseOffset());
            }
            at += count;
        }
        return bytes;
    }
}
