package io.ringmq.remoting.header;

import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.Header;
import io.ringmq.remoting.protocol.HeaderReader;
import io.ringmq.remoting.protocol.HeaderWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Header of the request 37, END_TRANSACTION.
 *
 * @param stateTableOffset queue offset of the half message
 * @param physicalOffset physical offset of the half message
 * @param decision 0 unknown, 8 commit, 12 rollback
 * @param fromCheck whether this answers a check rather than ending a send
 */
public record EndTransactionHeader(
        @Nullable String topic,
        String producerGroup,
        long stateTableOffset,
        long physicalOffset,
        int decision,
        boolean fromCheck,
        String messageId,
        @Nullable String transactionId)
        implements Header {
    private static final String TOPIC = "topic";
    private static final String PRODUCER_GROUP = "producerGroup";
    private static final String TRAN_STATE_TABLE_OFFSET = "tranStateTableOffset";
    private static final String COMMIT_LOG_OFFSET = "commitLogOffset";
    private static final String COMMIT_OR_ROLLBACK = "commitOrRollback";
    private static final String FROM_TRANSACTION_CHECK = "fromTransactionCheck";
    private static final String MSG_ID = "msgId";
    private static final String TRANSACTION_ID = "transactionId";

    public static EndTransactionHeader parse(Command command) {
        HeaderReader in = new HeaderReader(command);
        return new EndTransactionHeader(
                in.optional(TOPIC),
                in.string(PRODUCER_GROUP),
                in.number(TRAN_STATE_TABLE_OFFSET),
                in.number(COMMIT_LOG_OFFSET),
                in.integer(COMMIT_OR_ROLLBACK),
                in.bool(FROM_TRANSACTION_CHECK, false),
                in.string(MSG_ID),
                in.optional(TRANSACTION_ID));
    }

    @Override
    public Map<String, String> toFields() {
        return new HeaderWriter()
                .putOptional(TOPIC, topic)
                .put(PRODUCER_GROUP, producerGroup)
                .put(TRAN_STATE_TABLE_OFFSET, stateTableOffset)
                .put(COMMIT_LOG_OFFSET, physicalOffset)
                .put(COMMIT_OR_ROLLBACK, decision)
                .put(FROM_TRANSACTION_CHECK, fromCheck)
                .put(MSG_ID, messageId)
                .putOptional(TRANSACTION_ID, transactionId)
                .fields();
    }
}
