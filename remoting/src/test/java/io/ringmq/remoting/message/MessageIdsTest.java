package io.ringmq.remoting.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ringmq.remoting.body.Fixtures;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MessageIdsTest {
    @Test
    void agreesWithOfficialClasses() {
        String[] ids = Fixtures.text("5.5.0/offset-ids.txt").split("\n");
        InetSocketAddress v4 = new InetSocketAddress("10.1.2.4", 10911);
        InetSocketAddress v6 = new InetSocketAddress("2001:db8::2", 10911);
        assertEquals(ids[0], MessageIds.encode(v4, 9_876_543_210L));
        assertEquals(ids[1], MessageIds.encode(v6, 9_876_543_210L));
        assertEquals(new MessageIds.StoredAt(v4, 9_876_543_210L), MessageIds.decode(ids[0]));
        assertEquals(new MessageIds.StoredAt(v6, 9_876_543_210L), MessageIds.decode(ids[1]));
    }

    @Test
    void refusesWhatIsNoId() {
        for (String bad : new String[] {"", "0A", "x".repeat(32), "F".repeat(32), "0".repeat(33)}) {
            assertThrows(MalformedMessageException.class, () -> MessageIds.decode(bad), bad);
        }
    }

    @Test
    void laysUniqueIdsOut() throws UnknownHostException {
        Clock clock = Clock.fixed(Instant.parse("2026-03-01T00:00:01Z"), ZoneOffset.UTC);
        UniqueMessageIds ids =
                new UniqueMessageIds(InetAddress.getByAddress(new byte[] {10, 1, 2, 3}), 0x12345, clock, new Random(1));
        String first = ids.next();
        assertEquals("0A0102032345", first.substring(0, 12));
        assertEquals("000003E80000", first.substring(20));
        assertEquals(first.substring(0, 28) + "0001", ids.next());
    }

    @Test
    void repeatsNoUniqueIdWithinAMillisecond() throws UnknownHostException {
        Clock clock = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
        UniqueMessageIds ids = new UniqueMessageIds(InetAddress.getByAddress(new byte[16]), 1, clock, new Random(1));
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 65_536; i++) {
            seen.add(ids.next());
        }
        assertEquals(65_536, seen.size());
    }
}
