package io.ringmq.remoting.header;

import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.Header;
import io.ringmq.remoting.protocol.HeaderReader;
import io.ringmq.remoting.protocol.HeaderWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Header of the request 39 to a client, CHECK_TRANSACTION_STATE. */
public record CheckTransactionStateHeader(
        @Nullable String topic,
        long stateTableOffset,
        long physicalOffset,
        @Nullable String messageId,
        @Nullable String transactionId,
        @Nullable String offsetMessageId)
        implements Header {
    private static final String TOPIC = "topic";
    private static final String TRAN_STATE_TABLE_OFFSET = "tranStateTableOffset";
    private static final String COMMIT_LOG_OFFSET = "commitLogOffset";
    private static final String MSG_ID = "msgId";
    private static final String TRANSACTION_ID = "transactionId";
    private static final String OFFSET_MSG_ID = "offsetMsgId";

    public static CheckTransactionStateHeader parse(Command command) {
        HeaderReader in = new HeaderReader(command);
        return new CheckTransactionStateHeader(
                in.optional(TOPIC),
                in.number(TRAN_STATE_TABLE_OFFSET),
                in.number(COMMIT_LOG_OFFSET),
                in.optional(MSG_ID),
                in.optional(TRANSACTION_ID),
                in.optional(OFFSET_MSG_ID));
    }

    @Override
    public Map<String, String> toFields() {
        return new HeaderWriter()
                .putOptional(TOPIC, topic)
                .put(TRAN_STATE_TABLE_OFFSET, stateTableOffset)
                .put(COMMIT_LOG_OFFSET, physicalOffset)
                .putOptional(MSG_ID, messageId)
                .putOptional(TRANSACTION_ID, transactionId)
                .putOptional(OFFSET_MSG_ID, offsetMessageId)
                .fields();
    }
}
