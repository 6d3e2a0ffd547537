package io.ringmq.broker.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ringmq.broker.state.ApplyResult.AppendedMessage;
import io.ringmq.broker.state.ApplyResult.Applied;
import io.ringmq.broker.state.ApplyResult.ProducerOpened;
import io.ringmq.broker.state.ApplyResult.Reason;
import io.ringmq.broker.state.ApplyResult.Rejected;
import io.ringmq.broker.state.ApplyResult.SentBefore;
import io.ringmq.store.record.MalformedRecordException;
import io.ringmq.store.state.MemoryStateStore;
import io.ringmq.store.state.StateBatch;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class ProducersTest {
    private static final Producers.Bounds BOUNDS = new Producers.Bounds(3, 5, 4);

    private final MemoryStateStore store = new MemoryStateStore();
    private Producers producers = Producers.load(store, BOUNDS);
    private long index;
    private long timeMs = 1_000;

    private ProducerId open() {
        return assertInstanceOf(
                        ProducerOpened.class,
                        entry(
                                RecordType.OPEN_PRODUCER,
                                ProducerCodec.encodeOpening(new ProducerCodec.Opening(timeMs, 7))))
                .id();
    }

    private ApplyResult send(ProducerId producer, long first, int messages, long settledBelow) {
        SequencedSend.Place place = new SequencedSend.Place(2, timeMs, 0);
        SequencedSend send = new SequencedSend(producer, first, messages, settledBelow, place);
        return entry(RecordType.SEND_SEQUENCED, ProducerCodec.encodeSend(send));
    }

    /** One record in an entry of its own, and the message behind it if it is to be stored. */
    private ApplyResult entry(byte type, ByteBuffer payload) {
        index++;
        try (StateBatch batch = store.newBatch()) {
            ApplyResult result = producers.outcome(batch, producers.apply(batch, type, payload));
            if (result instanceof Applied) {
                producers.outcome(batch, new AppendedMessage(index, index * 1_000, 10));
            }
            producers.endOfEntry(batch, index);
            store.write(batch, index);
            return result;
        }
    }

    private Reason refusal(ProducerId producer, long first, int messages, long settledBelow) {
        return assertInstanceOf(Rejected.class, send(producer, first, messages, settledBelow))
                .reason();
    }

    private void reload() {
        producers = Producers.load(store, BOUNDS);
    }

    @Test
    void whatIsRepeatedIsAnsweredWithTheFirstResultHoweverLate() {
        ProducerId producer = open();
        assertEquals(new Applied(true), send(producer, 0, 1, 0));
        assertEquals(new SentBefore(2, 2, 2_000, 1), send(producer, 0, 1, 0));
        timeMs += 30 * Producers.IDLE_MS;
        reload();
        assertEquals(new SentBefore(2, 2, 2_000, 1), send(producer, 0, 1, 0), "nobody else needed the room");
    }

    @Test
    void aPartOfABatchIsFoundAndABatchOfPartsIsRefused() {
        ProducerId producer = open();
        send(producer, 3, 3, 0);
        assertEquals(new SentBefore(2, 2, 2_000, 3), send(producer, 3, 3, 0));
        assertEquals(new SentBefore(2, 2, 2_000, 1), send(producer, 3, 1, 0));
        assertEquals(new SentBefore(2, 3, ProducerSession.UNKNOWN_OFFSET, 2), send(producer, 4, 2, 0));
        assertEquals(Reason.SPLIT_SEND, refusal(producer, 5, 2, 0));
        assertEquals(Reason.SPLIT_SEND, refusal(producer, 2, 2, 0));
        assertEquals(new Applied(true), send(producer, 6, 2, 0));
        assertEquals(Reason.SPLIT_SEND, refusal(producer, 3, 5, 0), "two batches are not one");
    }

    @Test
    void whatIsSettledIsForgottenAndRefused() {
        ProducerId producer = open();
        send(producer, 0, 2, 0);
        send(producer, 2, 1, 1);
        assertInstanceOf(SentBefore.class, send(producer, 1, 1, 0), "half of a batch is not settled");
        assertEquals(Reason.SETTLED, refusal(producer, 0, 2, 0));
        send(producer, 3, 1, 3);
        reload();
        assertEquals(Reason.SETTLED, refusal(producer, 2, 1, 0));
        assertInstanceOf(SentBefore.class, send(producer, 3, 1, 0), "an old number takes nothing back");
    }

    @Test
    void aProducerThatSettlesNothingIsAskedToWait() {
        ProducerId producer = open();
        for (int i = 0; i < BOUNDS.sendsOfProducer(); i++) {
            assertEquals(new Applied(true), send(producer, i, 1, 0));
        }
        assertEquals(Reason.TOO_MANY_UNSETTLED, refusal(producer, 9, 1, 0));
        assertInstanceOf(SentBefore.class, send(producer, 0, 1, 0));
        assertEquals(new Applied(true), send(producer, 9, 1, 1));
    }

    @Test
    void theProducerThatWasUsedLeastRecentlyIsForgottenAndHearsOfIt() {
        ProducerId first = open();
        ProducerId second = open();
        open();
        send(first, 0, 1, 0);
        reload();
        open();
        assertEquals(Reason.UNKNOWN_PRODUCER, refusal(second, 0, 1, 0));
        assertInstanceOf(SentBefore.class, send(first, 0, 1, 0));
        for (int i = 1; i < 4; i++) {
            send(first, i, 1, 0);
        }
        ProducerId last = open();
        send(last, 0, 1, 0);
        send(last, 1, 1, 0);
        reload();
        assertEquals(Reason.UNKNOWN_PRODUCER, refusal(first, 1, 1, 0), "too many sends were remembered");
        assertInstanceOf(SentBefore.class, send(last, 0, 1, 0));
    }

    @Test
    void aProducerIsForgottenWhenItWasNotUsedForLongAndItsNumberIsNotGivenAgain() {
        ProducerId idle = open();
        timeMs += Producers.IDLE_MS;
        ProducerId used = open();
        assertEquals(new Applied(true), send(idle, 0, 1, 0));
        timeMs += Producers.IDLE_MS + 1;
        send(used, 0, 1, 0);
        assertEquals(Reason.UNKNOWN_PRODUCER, refusal(idle, 0, 1, 0));
        reload();
        assertEquals(used.number() + 1, open().number());
        assertEquals(Reason.UNKNOWN_PRODUCER, refusal(new ProducerId(used.number(), 8), 0, 1, 0), "another ring's");
    }

    @Test
    void aSendThatWasRefusedByItsTopicIsNotRemembered() {
        ProducerId producer = open();
        ByteBuffer payload =
                ProducerCodec.encodeSend(new SequencedSend(producer, 0, 1, 0, new SequencedSend.Place(2, timeMs, 0)));
        try (StateBatch batch = store.newBatch()) {
            producers.outcome(batch, producers.apply(batch, RecordType.SEND_SEQUENCED, payload));
            producers.outcome(batch, new Rejected(Reason.UNKNOWN_TOPIC, "gone"));
            producers.endOfEntry(batch, 2);
        }
        assertEquals(new Applied(true), send(producer, 0, 1, 0));
    }

    @Test
    void recordsSurviveTheirBytesAndDamageIsNoticed() {
        SequencedSend send =
                new SequencedSend(new ProducerId(5, -6), 9, 3, 8, new SequencedSend.Place(1, 1_700_000_000_000L, 4));
        assertEquals(send, ProducerCodec.decodeSend(ProducerCodec.encodeSend(send)));
        byte[] bytes = ProducerCodec.encodeSend(send).array();
        assertThrows(
                MalformedRecordException.class,
                () -> ProducerCodec.decodeSend(ByteBuffer.wrap(bytes, 0, bytes.length - 1)));
        bytes[4] = 0;
        assertThrows(MalformedRecordException.class, () -> ProducerCodec.decodeSend(ByteBuffer.wrap(bytes)));
        ProducerId id = new ProducerId(5, -6);
        assertEquals(id, ProducerId.parse(id.toString()));
        assertThrows(IllegalArgumentException.class, () -> ProducerId.parse("5-6"));
    }
}
