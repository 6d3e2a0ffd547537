package io.ringmq.remoting.message;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/**
 * Makes the unique ids that a client gives its messages (property UNIQ_KEY): upper-case hex of
 *
 * <pre>
 * 0  4/16  address of the client        .  4  ms since the month began, in the clock's zone
 * .  2     process id, low 16 bits      .  2  counter
 * .  4     drawn once per generator
 * </pre>
 *
 * Ids repeat only if one generator makes more than 65,536 within a millisecond. Safe for use by several threads.
 */
public final class UniqueMessageIds {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private final byte[] prefix;
    private final Clock clock;
    private final AtomicInteger counter = new AtomicInteger();
    private volatile Month month;

    /** A month as a span of epoch milliseconds. */
    private record Month(long startMs, long endMs) {}

    public UniqueMessageIds(InetAddress address, long processId, Clock clock, RandomGenerator random) {
        byte[] ip = address.getAddress();
        this.prefix = ByteBuffer.allocate(ip.length + 6)
                .put(ip)
                .putShort((short) processId)
                .putInt(random.nextInt())
                .array();
        this.clock = clock;
        this.month = monthOf(clock.millis());
    }

    /** The next id, 32 characters with an IPv4 address, 56 with IPv6. */
    public String next() {
        ByteBuffer id = ByteBuffer.allocate(prefix.length + 6);
        id.put(prefix).putInt(sinceMonthBeganMs()).putShort((short) counter.getAndIncrement());
        return HEX.formatHex(id.array());
    }

    private int sinceMonthBeganMs() {
        long nowMs = clock.millis();
        Month current = month;
        if (nowMs < current.startMs || nowMs >= current.endMs) {
            current = monthOf(nowMs);
            month = current;
        }
        return (int) (nowMs - current.startMs);
    }

    private Month monthOf(long nowMs) {
        ZonedDateTime start = Instant.ofEpochMilli(nowMs)
                .atZone(clock.getZone())
                .truncatedTo(ChronoUnit.DAYS)
                .withDayOfMonth(1);
        return new Month(
                start.toInstant().toEpochMilli(),
                start.plusMonths(1).toInstant().toEpochMilli());
    }
}
