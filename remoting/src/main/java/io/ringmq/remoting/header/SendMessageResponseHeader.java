package io.ringmq.remoting.header;

import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.Header;
import io.ringmq.remoting.protocol.HeaderReader;
import io.ringmq.remoting.protocol.HeaderWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Header of the answer to a send (codes 10, 310, 320, 324, 325).
 *
 * @param messageId offset message id; for a batch, all of them joined by commas
 * @param queueOffset offset of the message, or of the first of a batch
 * @param transactionId unique key of the message, or null
 */
public record SendMessageResponseHeader(
        String messageId,
        int queueId,
        long queueOffset,
        @Nullable String transactionId,
        @Nullable String batchUniqueId,
        @Nullable String recallHandle)
        implements Header {
    private static final String MSG_ID = "msgId";
    private static final String QUEUE_ID = "queueId";
    private static final String QUEUE_OFFSET = "queueOffset";
    private static final String TRANSACTION_ID = "transactionId";
    private static final String BATCH_UNIQ_ID = "batchUniqId";
    private static final String RECALL_HANDLE = "recallHandle";

    public static SendMessageResponseHeader parse(Command command) {
        HeaderReader in = new HeaderReader(command);
        return new SendMessageResponseHeader(
                in.string(MSG_ID),
                in.integer(QUEUE_ID),
                in.number(QUEUE_OFFSET),
                in.optional(TRANSACTION_ID),
                in.optional(BATCH_UNIQ_ID),
                in.optional(RECALL_HANDLE));
    }

    @Override
    public Map<String, String> toFields() {
        return new HeaderWriter()
                .put(MSG_ID, messageId)
                .put(QUEUE_ID, queueId)
                .put(QUEUE_OFFSET, queueOffset)
                .putOptional(TRANSACTION_ID, transactionId)
                .putOptional(BATCH_UNIQ_ID, batchUniqueId)
                .putOptional(RECALL_HANDLE, recallHandle)
                .fields();
    }
}
