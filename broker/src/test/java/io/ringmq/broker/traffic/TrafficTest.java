package io.ringmq.broker.traffic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.ringmq.broker.twin.ManualTimer;
import io.ringmq.remoting.body.BrokerStatsBody;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class TrafficTest {
    private static final long MINUTE_MS = 60_000;
    private static final long HOUR_MS = 60 * MINUTE_MS;
    /** A midnight in UTC, the time zone of the timer. */
    private static final long MIDNIGHT_MS = 19_675L * 24 * HOUR_MS;

    private final ManualTimer clock = new ManualTimer(MIDNIGHT_MS);
    private final Traffic traffic = Traffic.startingNow(clock);

    private BrokerStatsBody stats(String name, String key) {
        return Objects.requireNonNull(traffic.stats(name, key));
    }

    @Test
    void theLastMinuteHourAndDayCount() {
        clock.advance(MINUTE_MS);
        traffic.stored("t", 30, 3_000);
        traffic.stored("t", 30, 1_000);
        traffic.stored("u", 1, 1);
        clock.advance(30_000);
        assertEquals(
                new BrokerStatsBody.Span(60, 2, 30),
                stats("TOPIC_PUT_NUMS", "t").minute());
        assertEquals(4_000, stats("TOPIC_PUT_SIZE", "t").day().sum());
        assertEquals(61, stats("BROKER_PUT_NUMS", "any").hour().sum());
        clock.advance(2 * MINUTE_MS);
        assertEquals(
                new BrokerStatsBody.Span(0, 0, 0), stats("TOPIC_PUT_NUMS", "t").minute());
        assertEquals(60, stats("TOPIC_PUT_NUMS", "t").hour().sum());
        clock.advance(2 * HOUR_MS);
        assertEquals(0, stats("TOPIC_PUT_NUMS", "t").hour().sum());
        assertEquals(60, stats("TOPIC_PUT_NUMS", "t").day().sum());
        clock.advance(30 * HOUR_MS);
        assertEquals(0, stats("TOPIC_PUT_NUMS", "t").day().sum());
        traffic.stored("t", 5, 5);
        assertEquals(5, stats("TOPIC_PUT_NUMS", "t").day().sum());
    }

    @Test
    void groupsAreCountedTopicByTopic() {
        traffic.read("g", "t", 10, 100);
        traffic.read("g", "u", 1, 1);
        clock.advance(10_000);
        assertEquals(10, stats("GROUP_GET_NUMS", "t@g").minute().sum());
        assertEquals(100, stats("GROUP_GET_SIZE", "t@g").minute().sum());
        assertEquals(1.0, traffic.readPerSecond("g", "t"));
        assertEquals(0.0, traffic.readPerSecond("h", "t"));
        assertEquals(11, stats("BROKER_GET_NUMS", "c").minute().sum());
        assertNull(traffic.stats("GROUP_GET_NUMS", "t@h"));
        assertNull(traffic.stats("NO_SUCH_NUMS", "t"));
    }

    @Test
    void totalsKnowTheLastTwoMidnights() {
        traffic.stored("t", 5, 5);
        assertEquals(0, traffic.messagesStored().todayMorning());
        clock.advance(Duration.ofHours(25).toMillis());
        traffic.stored("t", 7, 7);
        Traffic.Totals second = traffic.messagesStored();
        assertEquals(12, second.total());
        assertEquals(5, second.todayMorning());
        assertEquals(0, second.yesterdayMorning());
        clock.advance(Duration.ofDays(1).toMillis());
        Traffic.Totals third = traffic.messagesStored();
        assertEquals(12, third.todayMorning());
        assertEquals(5, third.yesterdayMorning());
        clock.advance(Duration.ofDays(3).toMillis());
        assertEquals(12, traffic.messagesStored().yesterdayMorning());
        assertEquals(12, traffic.bytesStored());
    }

    @Test
    void ratesAreOfLatelyHoweverSeldomSomebodyAsks() {
        assertEquals("0.0 0.0 0.0", traffic.messagesStored().perSecond());
        clock.advance(HOUR_MS);
        traffic.stored("t", 1, 1);
        for (int second = 0; second < 20; second++) {
            clock.advance(1_000);
            traffic.stored("t", 30, 30);
        }
        assertEquals("30.0 30.0", firstTwo(traffic.messagesStored().perSecond()));
        clock.advance(5_000);
        assertEquals("0.0 15.0", firstTwo(traffic.messagesStored().perSecond()));
        clock.advance(HOUR_MS);
        assertEquals("0.0 0.0 0.0", traffic.messagesStored().perSecond());
    }

    private static String firstTwo(String rates) {
        return rates.substring(0, rates.lastIndexOf(' '));
    }

    @Test
    void thereIsABoundOfWhatIsCountedOnItsOwn() {
        for (int i = 0; i <= Traffic.MAX_COUNTED; i++) {
            traffic.stored("t" + i, 1, 1);
        }
        assertNotNull(traffic.stats("TOPIC_PUT_NUMS", "t0"));
        assertNull(traffic.stats("TOPIC_PUT_NUMS", "t" + Traffic.MAX_COUNTED));
        assertEquals(Traffic.MAX_COUNTED + 1, stats("BROKER_PUT_NUMS", "").day().sum());
    }
}
