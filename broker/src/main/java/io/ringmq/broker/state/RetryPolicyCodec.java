package io.ringmq.broker.state;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The retry policy at the end of a group, in the format that {@link CommandCodec} draws; absent in groups without one. */
final class RetryPolicyCodec {
    private static final int EXPONENTIAL = 0;
    private static final int LISTED = 1;

    private RetryPolicyCodec() {}

    static void write(PayloadWriter out, @Nullable RetryPolicy policy) {
        if (policy instanceof RetryPolicy.Exponential growing) {
            out.putByte(EXPONENTIAL)
                    .putLong(growing.initialMs())
                    .putLong(growing.maxMs())
                    .putLong(growing.multiplier());
        } else if (policy instanceof RetryPolicy.Listed listed) {
            out.putByte(LISTED).putInt(listed.delaysMs().size());
            listed.delaysMs().forEach(out::putLong);
        }
    }

    static @Nullable RetryPolicy read(PayloadReader in) {
        if (!in.hasMore()) {
            return null;
        }
        int kind = in.getByte();
        return switch (kind) {
            case EXPONENTIAL -> new RetryPolicy.Exponential(in.getLong(), in.getLong(), in.getLong());
            case LISTED -> readListed(in);
            default -> throw new IllegalArgumentException("retry policy " + kind + " is not known here");
        };
    }

    private static RetryPolicy readListed(PayloadReader in) {
        int count = in.getCount(Long.BYTES);
        List<Long> delaysMs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            delaysMs.add(in.getLong());
        }
        return new RetryPolicy.Listed(delaysMs);
    }
}
