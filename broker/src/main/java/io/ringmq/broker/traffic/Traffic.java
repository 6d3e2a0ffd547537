package io.ringmq.broker.traffic;

import io.ringmq.remoting.body.BrokerStatsBody;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Counts what goes through this replica since it started: messages taken as leader, messages handed to consumers. Under
 * the names of RocketMQ's statistics:
 *
 * <pre>
 *  name             key           counts
 *  TOPIC_PUT_NUMS   topic         messages stored
 *  TOPIC_PUT_SIZE   topic         their bytes
 *  GROUP_GET_NUMS   topic@group   messages handed out
 *  GROUP_GET_SIZE   topic@group   their bytes
 *  BROKER_PUT_NUMS  any           messages stored, in all topics
 *  BROKER_GET_NUMS  any           messages handed out, of all topics
 * </pre>
 *
 * Thread-safe.
 */
public final class Traffic {
    /** Topics, and pairs of topic and group, that are counted; those that come later are not counted on their own. */
    static final int MAX_COUNTED = 20_000;

    private final Clock clock;
    private final Rates storedRates;
    private final Rates readRates;
    private final DayTotals storedDays;
    private final DayTotals readDays;
    private final Counted storedAll;
    private final Counted readAll;
    private final LongAdder storedBytes = new LongAdder();
    private final Map<String, Counted> byTopic = new ConcurrentHashMap<>();
    private final Map<String, Counted> byGroup = new ConcurrentHashMap<>();

    /** Messages and bytes of one thing. */
    private record Counted(Tally messages, Tally bytes) {
        static Counted from(long nowMs) {
            return new Counted(new Tally(nowMs), new Tally(nowMs));
        }

        void add(long nowMs, long count, long sizeBytes) {
            messages.add(nowMs, count);
            bytes.add(nowMs, sizeBytes);
        }
    }

    /**
     * How many messages there were.
     *
     * @param total since the start
     * @param todayMorning of these, before the last midnight
     * @param yesterdayMorning of these, before the midnight in front of it
     * @param perSecond lately, as {@link Rates#perSecond} gives it
     */
    public record Totals(long total, long todayMorning, long yesterdayMorning, String perSecond) {}

    private Traffic(Clock clock) {
        this.clock = clock;
        storedRates = new Rates(clock);
        readRates = new Rates(clock);
        storedDays = new DayTotals(clock);
        readDays = new DayTotals(clock);
        storedAll = Counted.from(clock.millis());
        readAll = Counted.from(clock.millis());
    }

    /** Counts from now on. */
    public static Traffic startingNow(Clock clock) {
        return new Traffic(clock);
    }

    /** Messages were stored at a client's request. */
    public void stored(String topic, long messages, long sizeBytes) {
        long nowMs = clock.millis();
        storedRates.add(nowMs, messages);
        storedBytes.add(sizeBytes);
        storedDays.add(nowMs, messages);
        storedAll.add(nowMs, messages, sizeBytes);
        count(byTopic, topic, nowMs, messages, sizeBytes);
    }

    /** Messages were handed to a consumer. */
    public void read(String group, String topic, long messages, long sizeBytes) {
        long nowMs = clock.millis();
        readRates.add(nowMs, messages);
        readDays.add(nowMs, messages);
        readAll.add(nowMs, messages, sizeBytes);
        count(byGroup, groupKey(topic, group), nowMs, messages, sizeBytes);
    }

    private static String groupKey(String topic, String group) {
        return topic + "@" + group;
    }

    private static void count(Map<String, Counted> items, String key, long nowMs, long messages, long sizeBytes) {
        Counted counted = items.get(key);
        if (counted == null && items.size() < MAX_COUNTED) {
            counted = items.computeIfAbsent(key, any -> Counted.from(nowMs));
        }
        if (counted != null) {
            counted.add(nowMs, messages, sizeBytes);
        }
    }

    public Totals messagesStored() {
        return totals(storedDays, storedRates);
    }

    public Totals messagesRead() {
        return totals(readDays, readRates);
    }

    private static Totals totals(DayTotals days, Rates rates) {
        DayTotals.Figures figures = days.figures();
        return new Totals(figures.now(), figures.todayMorning(), figures.yesterdayMorning(), rates.perSecond());
    }

    public long bytesStored() {
        return storedBytes.sum();
    }

    /** Messages per second that were stored in a topic in the last minute. */
    public double storedPerSecond(String topic) {
        return perSecond(byTopic.get(topic));
    }

    /** Messages per second of a topic that a group was handed in the last minute, by this replica. */
    public double readPerSecond(String group, String topic) {
        return perSecond(byGroup.get(groupKey(topic, group)));
    }

    private double perSecond(@Nullable Counted counted) {
        return counted == null ? 0 : counted.messages().minute(clock.millis()).perSecond();
    }

    /** What RocketMQ's statistics of this name and key say; null if nothing of the kind was counted. */
    public @Nullable BrokerStatsBody stats(String name, String key) {
        return switch (name) {
            case "TOPIC_PUT_NUMS" -> messages(byTopic.get(key));
            case "TOPIC_PUT_SIZE" -> bytes(byTopic.get(key));
            case "GROUP_GET_NUMS" -> messages(byGroup.get(key));
            case "GROUP_GET_SIZE" -> bytes(byGroup.get(key));
            case "BROKER_PUT_NUMS" -> messages(storedAll);
            case "BROKER_GET_NUMS" -> messages(readAll);
            default -> null;
        };
    }

    private @Nullable BrokerStatsBody messages(@Nullable Counted counted) {
        return counted == null ? null : body(counted.messages());
    }

    private @Nullable BrokerStatsBody bytes(@Nullable Counted counted) {
        return counted == null ? null : body(counted.bytes());
    }

    private BrokerStatsBody body(Tally tally) {
        long nowMs = clock.millis();
        return new BrokerStatsBody(span(tally.minute(nowMs)), span(tally.hour(nowMs)), span(tally.day(nowMs)));
    }

    private static BrokerStatsBody.Span span(Tally.Figures figures) {
        return new BrokerStatsBody.Span(figures.sum(), figures.perSecond(), figures.average());
    }
}
