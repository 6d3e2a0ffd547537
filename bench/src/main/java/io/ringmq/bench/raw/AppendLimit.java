package io.ringmq.bench.raw;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.SplittableRandom;
import org.HdrHistogram.Histogram;

/**
 * Records of 1 KiB written to the end of a file through a channel.
 *
 * @param dir on the file system in question
 * @param forceEvery records between two calls of fdatasync; 0 for none
 */
record AppendLimit(Path dir, int forceEvery) implements RawLimit {
    private static final int RECORD_BYTES = 1024;

    /** Where the file starts anew, so that a fast disk does not fill up. */
    private static final long MAX_FILE_BYTES = 1L << 30;

    private static final long MAX_FORCE_US = 60_000_000;
    private static final long NS_PER_US = 1_000;

    @Override
    public String name() {
        return forceEvery == 0 ? "append-channel" : "append-channel-fdatasync-each-" + forceEvery;
    }

    @Override
    public Map<String, Double> measure(Meter meter, long durationNs) throws IOException {
        Files.createDirectories(dir);
        Path file = Files.createTempFile(dir, "append-", ".raw");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            return append(channel, meter, durationNs);
        } finally {
            Files.delete(file);
        }
    }

    private Map<String, Double> append(FileChannel channel, Meter meter, long durationNs) throws IOException {
        byte[] random = new byte[RECORD_BYTES];
        new SplittableRandom(forceEvery).nextBytes(random);
        ByteBuffer record = ByteBuffer.allocateDirect(RECORD_BYTES).put(random);
        Histogram forceUs = new Histogram(MAX_FORCE_US, 3);
        Meter.Lap lap = meter.start();
        long records = 0;
        while (!lap.isOver(durationNs)) {
            record.clear();
            channel.write(record, records * RECORD_BYTES % MAX_FILE_BYTES);
            records++;
            if (forceEvery > 0 && records % forceEvery == 0) {
                long startNs = meter.nowNs().getAsLong();
                channel.force(false);
                forceUs.recordValue(Math.min(MAX_FORCE_US, (meter.nowNs().getAsLong() - startNs) / NS_PER_US));
            }
        }
        Map<String, Double> values = lap.end(records, records * RECORD_BYTES);
        if (forceUs.getTotalCount() > 0) {
            values.put("p50Us", (double) forceUs.getValueAtPercentile(50));
            values.put("p99Us", (double) forceUs.getValueAtPercentile(99));
        }
        return values;
    }
}
