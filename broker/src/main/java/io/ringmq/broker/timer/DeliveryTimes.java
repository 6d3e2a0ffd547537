package io.ringmq.broker.timer;

import io.ringmq.remoting.message.MessageProperties;
import io.ringmq.remoting.message.PropertyNames;
import io.ringmq.remoting.protocol.CommandException;
import io.ringmq.remoting.protocol.ResponseCode;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads from the properties of a message when its sender wants it delivered. Thread-safe.
 *
 * <pre>
 *  TIMER_DELAY_SEC   seconds from now
 *  TIMER_DELAY_MS    milliseconds from now, counts if the one above is absent
 *  TIMER_DELIVER_MS  milliseconds since the epoch, counts if both are absent
 * </pre>
 *
 * A delay level counts before all of them. The property TIMER_OUT_MS says that somebody has decided: with that of a
 * client, which can only stem from a message that was delivered before, the message is delivered at once.
 */
public final class DeliveryTimes {
    private static final String PREFIX = "TIMER_";
    private static final long MS_PER_SECOND = 1_000;
    private static final List<String> TIMES =
            List.of(PropertyNames.TIMER_DELAY_SEC, PropertyNames.TIMER_DELAY_MS, PropertyNames.TIMER_DELIVER_MS);

    private final Clock clock;
    private final long maxDelayMs;

    /** @param maxDelayMs the longest time from now that may be asked for */
    public DeliveryTimes(Clock clock, long maxDelayMs) {
        this.clock = clock;
        this.maxDelayMs = maxDelayMs;
    }

    /**
     * The properties, with TIMER_OUT_MS set to the time of delivery if, and only if, the message is to wait for it.
     *
     * @throws CommandException MESSAGE_ILLEGAL if the time is no number, or too far away
     */
    public String stamped(String properties) {
        if (!properties.contains(PREFIX)) {
            return properties;
        }
        if (MessageProperties.find(properties, PropertyNames.TIMER_DEL_UNIQKEY) != null) {
            throw illegal("a message is recalled with RECALL_MESSAGE, not with the property TIMER_DEL_UNIQKEY");
        }
        if (MessageProperties.find(properties, PropertyNames.TIMER_OUT_MS) != null) {
            return MessageProperties.without(properties, PropertyNames.TIMER_OUT_MS);
        }
        if (hasLevel(properties)) {
            return withoutTimes(properties);
        }
        long nowMs = clock.millis();
        long dueMs = dueMs(properties, nowMs);
        if (dueMs <= nowMs) {
            return properties;
        }
        if (dueMs - nowMs > maxDelayMs) {
            throw illegal("it asks for " + (dueMs - nowMs) + " ms; raise timerMaxDelaySec on the brokers if need be");
        }
        return MessageProperties.with(properties, PropertyNames.TIMER_OUT_MS, Long.toString(dueMs));
    }

    /** The properties without all that delays a message. */
    public static String undelayed(String properties) {
        String rest = MessageProperties.without(properties, PropertyNames.DELAY);
        return rest.contains(PREFIX) ? withoutTimes(MessageProperties.without(rest, PropertyNames.TIMER_OUT_MS)) : rest;
    }

    /** The time of delivery in stamped properties, as text; null if the message does not wait. */
    public static @Nullable String dueMs(String stamped) {
        return MessageProperties.find(stamped, PropertyNames.TIMER_OUT_MS);
    }

    private static String withoutTimes(String properties) {
        String rest = properties;
        for (String name : TIMES) {
            rest = MessageProperties.without(rest, name);
        }
        return rest;
    }

    private static boolean hasLevel(String properties) {
        String level = MessageProperties.find(properties, PropertyNames.DELAY);
        return level != null && !level.startsWith("-") && !level.equals("0");
    }

    private long dueMs(String properties, long nowMs) {
        for (String name : TIMES) {
            String text = MessageProperties.find(properties, name);
            if (text != null) {
                long value = number(name, text);
                return switch (name) {
                    case PropertyNames.TIMER_DELAY_SEC -> plus(nowMs, saturatedMs(value));
                    case PropertyNames.TIMER_DELAY_MS -> plus(nowMs, value);
                    default -> value;
                };
            }
        }
        return nowMs;
    }

    private long number(String name, String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw illegal("the property " + name + " is '" + text + "', it must be a number");
        }
    }

    private static long saturatedMs(long seconds) {
        long limit = Long.MAX_VALUE / MS_PER_SECOND;
        return Math.max(-limit, Math.min(limit, seconds)) * MS_PER_SECOND;
    }

    private static long plus(long nowMs, long delayMs) {
        return delayMs > Long.MAX_VALUE - nowMs ? Long.MAX_VALUE : nowMs + delayMs;
    }

    private CommandException illegal(String reason) {
        return new CommandException(
                ResponseCode.MESSAGE_ILLEGAL,
                "timer message illegal, the delay time should not be bigger than the max delay " + maxDelayMs + "ms: "
                        + reason);
    }
}
