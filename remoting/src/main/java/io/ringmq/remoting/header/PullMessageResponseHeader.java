package io.ringmq.remoting.header;

import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.Header;
import io.ringmq.remoting.protocol.HeaderReader;
import io.ringmq.remoting.protocol.HeaderWriter;
import java.util.Map;

/**
 * Header of the answer to a pull (codes 11 and 361), whatever its response code.
 *
 * @param suggestedBrokerId replica to pull from next
 * @param nextBeginOffset queue offset to pull from next
 * @param maxOffset queue offset one past the last readable message
 */
public record PullMessageResponseHeader(long suggestedBrokerId, long nextBeginOffset, long minOffset, long maxOffset)
        implements Header {
    private static final String SUGGEST_WHICH_BROKER_ID = "suggestWhichBrokerId";
    private static final String NEXT_BEGIN_OFFSET = "nextBeginOffset";
    private static final String MIN_OFFSET = "minOffset";
    private static final String MAX_OFFSET = "maxOffset";

    public static PullMessageResponseHeader parse(Command command) {
        HeaderReader in = new HeaderReader(command);
        return new PullMessageResponseHeader(
                in.number(SUGGEST_WHICH_BROKER_ID),
                in.number(NEXT_BEGIN_OFFSET),
                in.number(MIN_OFFSET),
                in.number(MAX_OFFSET));
    }

    @Override
    public Map<String, String> toFields() {
        return new HeaderWriter()
                .put(SUGGEST_WHICH_BROKER_ID, suggestedBrokerId)
                .put(NEXT_BEGIN_OFFSET, nextBeginOffset)
                .put(MIN_OFFSET, minOffset)
                .put(MAX_OFFSET, maxOffset)
                .fields();
    }
}
