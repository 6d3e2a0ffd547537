package io.ringmq.broker.state;

import io.ringmq.broker.state.ApplyResult.Rejected;
import io.ringmq.broker.state.ApplyResult.SentBefore;
import io.ringmq.broker.state.ApplyResult.Skipped;
import io.ringmq.store.record.RecordReader;

/** Records that apply only if the one in front of them lets them. */
final class GuardedRecords {
    private GuardedRecords() {}

    /** How many records behind this one, which had this result, are not to be applied. */
    static int heldBack(RecordReader records, ApplyResult result) {
        boolean refused = result instanceof Rejected && records.type() == RecordType.SEND_SEQUENCED;
        return refused || result instanceof Skipped || result instanceof SentBefore ? behind(records) : 0;
    }

    /** How many records behind this one depend on it. */
    static int behind(RecordReader records) {
        return switch (records.type()) {
            case RecordType.CONDITION ->
                CommandCodec.decodeCondition(records.payload()).guardedRecords();
            case RecordType.POP_REVIVE ->
                PopCodec.decodeRevival(records.payload()).guardedRecords();
            case RecordType.END_TRANSACTION ->
                TransactionCodec.decodeEnd(records.payload()).guardedRecords();
            case RecordType.FIRE_TIMER ->
                TimerCodec.decodeFiring(records.payload()).guardedRecords();
            case RecordType.SEND_ONCE -> SendOnce.guardedRecords(records.payload());
            case RecordType.SEND_SEQUENCED ->
                ProducerCodec.decodeSend(records.payload()).messages();
            default -> 0;
        };
    }
}
