package io.ringmq.remoting.body;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How long a message that a consumer group could not handle waits before it comes again.
 *
 * <pre>
 * {"type":"EXPONENTIAL","exponentialRetryPolicy":{"initial":5000,"max":7200000,"multiplier":2}}
 * {"type":"CUSTOMIZED","customizedRetryPolicy":{"next":[1000,5000,10000]}}
 * </pre>
 *
 * @param exponential null for those of stock brokers
 * @param next delays in milliseconds; empty for the delay levels of the broker
 */
public record RetryPolicyBody(Type type, @Nullable Exponential exponential, List<Long> next) {
    public RetryPolicyBody {
        next = List.copyOf(next);
    }

    /** The kind of policy. */
    public enum Type {
        EXPONENTIAL,
        CUSTOMIZED
    }

    /** Delays that grow from {@code initial} to {@code max}, both in milliseconds. */
    public record Exponential(long initial, long max, long multiplier) {
        /** What stock brokers take if nothing is told. */
        public static final Exponential DEFAULT = new Exponential(5_000, 7_200_000, 2);

        private static Exponential read(JsonIn in) {
            in.beginObject();
            long initial = DEFAULT.initial;
            long max = DEFAULT.max;
            long multiplier = DEFAULT.multiplier;
            for (String name = in.nextName(); name != null; name = in.nextName()) {
                switch (name) {
                    case "initial" -> initial = in.number();
                    case "max" -> max = in.number();
                    case "multiplier" -> multiplier = in.number();
                    default -> in.skip();
                }
            }
            return new Exponential(initial, max, multiplier);
        }
    }

    /**
     * Reads the policy.
     *
     * @throws MalformedBodyException if it is not what this record describes
     */
    public static RetryPolicyBody decode(String json) {
        return JsonIn.decode("RetryPolicyBody", json, RetryPolicyBody::read);
    }

    private static RetryPolicyBody read(JsonIn in) {
        in.beginObject();
        Type type = Type.CUSTOMIZED;
        Exponential exponential = null;
        List<Long> next = List.of();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "type" -> type = in.constant(Type.class);
                case "exponentialRetryPolicy" -> exponential = Exponential.read(in);
                case "customizedRetryPolicy" -> next = readNext(in);
                default -> in.skip();
            }
        }
        return new RetryPolicyBody(type, exponential, next);
    }

    private static List<Long> readNext(JsonIn in) {
        in.beginObject();
        List<Long> next = List.of();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            if (name.equals("next")) {
                next = in.list(JsonIn::number);
            } else {
                in.skip();
            }
        }
        return next;
    }

    /** The policy as JSON. */
    public String encode() {
        return new String(JsonOut.encode(this::write), StandardCharsets.UTF_8);
    }

    private void write(JsonOut out) {
        out.beginObject();
        if (!next.isEmpty()) {
            out.name("customizedRetryPolicy")
                    .beginObject()
                    .list("next", next, (array, delayMs) -> array.raw(Long.toString(delayMs)))
                    .endObject();
        }
        if (exponential != null) {
            out.name("exponentialRetryPolicy")
                    .beginObject()
                    .member("initial", exponential.initial)
                    .member("max", exponential.max)
                    .member("multiplier", exponential.multiplier)
                    .endObject();
        }
        out.member("type", type.name()).endObject();
    }
}
