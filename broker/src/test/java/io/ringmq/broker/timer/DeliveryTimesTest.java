package io.ringmq.broker.timer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.remoting.protocol.CommandException;
import io.ringmq.remoting.protocol.ResponseCode;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class DeliveryTimesTest {
    private static final long NOW = 1_700_000_000_000L;
    private static final long MAX = 60_000;

    private final DeliveryTimes times = new DeliveryTimes(Clock.fixed(Instant.ofEpochMilli(NOW), ZoneOffset.UTC), MAX);

    private static String property(String name, Object value) {
        return name + "\u0001" + value + "\u0002";
    }

    private long delay(String properties) {
        String due = DeliveryTimes.dueMs(times.stamped(properties));
        return due == null ? 0 : Long.parseLong(due) - NOW;
    }

    @Test
    void allThreeWaysToAskToTheMillisecond() {
        assertEquals(5_000, delay(property("TIMER_DELAY_SEC", 5)));
        assertEquals(1, delay(property("TIMER_DELAY_MS", 1)));
        assertEquals(1_234, delay(property("TIMER_DELIVER_MS", NOW + 1_234)));
        assertEquals(MAX, delay(property("TIMER_DELAY_MS", MAX)));
    }

    @Test
    void secondsCountBeforeMillisecondsAndTheseBeforeATime() {
        String all = property("TIMER_DELIVER_MS", NOW + 3) + property("TIMER_DELAY_MS", 2);
        assertEquals(2, delay(all));
        assertEquals(1_000, delay(all + property("TIMER_DELAY_SEC", 1)));
    }

    @Test
    void whatIsDueAlreadyDoesNotWait() {
        for (long past : new long[] {0, -1, Long.MIN_VALUE}) {
            assertEquals(0, delay(property("TIMER_DELIVER_MS", past)));
            assertEquals(0, delay(property("TIMER_DELAY_MS", past)));
            assertEquals(0, delay(property("TIMER_DELAY_SEC", past)));
        }
        assertEquals(0, delay(property("TIMER_DELIVER_MS", NOW)));
        assertEquals(0, delay(property("KEYS", "k")));
    }

    @Test
    void tooFarOrNoNumberIsRefused() {
        for (Object bad : new Object[] {MAX + 1, Long.MAX_VALUE, "soon", "1.5", "9".repeat(30)}) {
            refused(property("TIMER_DELAY_MS", bad));
        }
        refused(property("TIMER_DELAY_SEC", Long.MAX_VALUE));
        refused(property("TIMER_DELIVER_MS", NOW + MAX + 1));
        refused(property("TIMER_DELIVER_MS", Long.MAX_VALUE));
        refused(property("TIMER_DEL_UNIQKEY", "U") + property("TIMER_DELAY_MS", 1));
    }

    private void refused(String properties) {
        CommandException refusal = assertThrows(CommandException.class, () -> times.stamped(properties), properties);
        assertEquals(ResponseCode.MESSAGE_ILLEGAL, refusal.responseCode());
        assertTrue(String.valueOf(refusal.getMessage()).contains("max delay 60000ms"));
    }

    @Test
    void aDelayLevelCountsBeforeATime() {
        String stamped = times.stamped(property("DELAY", 3) + property("TIMER_DELAY_MS", 5) + property("KEYS", "k"));
        assertEquals(property("DELAY", 3) + property("KEYS", "k"), stamped);
        assertEquals(5, delay(property("DELAY", 0) + property("TIMER_DELAY_MS", 5)));
    }

    @Test
    void aMessageThatWasDeliveredIsNotTimedAgain() {
        String delivered = property("TIMER_DELAY_SEC", 5) + property("TIMER_OUT_MS", NOW - 1);
        assertEquals(property("TIMER_DELAY_SEC", 5), times.stamped(delivered));
    }

    @Test
    void undelayedIsWithoutAllOfIt() {
        String all = property("DELAY", 3) + property("TIMER_DELAY_MS", 5) + property("TIMER_OUT_MS", NOW + 5);
        assertEquals(property("KEYS", "k"), DeliveryTimes.undelayed(all + property("KEYS", "k")));
        assertNull(DeliveryTimes.dueMs(DeliveryTimes.undelayed(all)));
    }
}
