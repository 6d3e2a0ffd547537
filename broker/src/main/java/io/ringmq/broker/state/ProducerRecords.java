package io.ringmq.broker.state;

import io.ringmq.store.record.ProposedRecord;

/** Makes the records of producers that number their sends. */
public final class ProducerRecords {
    private ProducerRecords() {}

    /**
     * Makes a producer known; the result is an {@link ApplyResult.ProducerOpened}.
     *
     * @param timeMs the present time, by which producers are forgotten
     * @param nonce any number that nobody can foresee
     */
    public static ProposedRecord open(long timeMs, long nonce) {
        return Records.encoded(
                RecordType.OPEN_PRODUCER, ProducerCodec.encodeOpening(new ProducerCodec.Opening(timeMs, nonce)));
    }

    /**
     * Guards the messages of a send, which are proposed behind it in the same entry: they are stored unless they were
     * stored before. The result is then a {@link ApplyResult.SentBefore}, or {@link ApplyResult.Rejected} if nobody can know
     * that any more, and theirs are {@link ApplyResult.Skipped}.
     */
    public static ProposedRecord send(SequencedSend send) {
        return Records.encoded(RecordType.SEND_SEQUENCED, ProducerCodec.encodeSend(send));
    }
}
