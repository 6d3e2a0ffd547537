package io.ringmq.broker.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ringmq.broker.state.ApplyResult.AppendedMessage;
import io.ringmq.broker.state.ApplyResult.Applied;
import io.ringmq.broker.state.ApplyResult.SentBefore;
import io.ringmq.broker.state.SentTable.Sent;
import io.ringmq.store.record.MalformedRecordException;
import io.ringmq.store.state.MemoryStateStore;
import io.ringmq.store.state.StateBatch;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SentMessagesTest {
    private static final int MAX_SENDS = 3;
    private static final String ID = "7F0000010001ABCDEF01000000010002";

    private final MemoryStateStore store = new MemoryStateStore();
    private SentMessages sent = SentMessages.load(store, MAX_SENDS);
    private long index;

    /** Stores sends of one message each, unless they were stored before; returns how many were not. */
    private int entry(long timeMs, String... ids) {
        index++;
        int stored = 0;
        try (StateBatch batch = store.newBatch()) {
            for (String id : ids) {
                if (sent.outcome(sent.begin(1, send(id, timeMs, 1))) instanceof Applied) {
                    sent.outcome(new AppendedMessage(index, index * 1_000, 10));
                    stored++;
                }
            }
            sent.endOfEntry(batch, index);
            store.write(batch, index);
        }
        return stored;
    }

    private static SendOnce send(String id, int messages) {
        return send(id, 0, messages);
    }

    private static SendOnce send(String id, long timeMs, int messages) {
        return new SendOnce("t", 2, timeMs, ClientMessageId.of(id), messages);
    }

    private boolean knows(String id) {
        ApplyResult result = sent.outcome(sent.begin(1, send(id, 1)));
        sent.outcome(new ApplyResult.Skipped());
        return result instanceof SentBefore;
    }

    @Test
    void aSendIsKnownByItsTopicIdAndNumberOfMessages() {
        assertEquals(1, entry(0, ID));
        assertEquals(new SentBefore(2, 1, 1_000, 1), sent.begin(1, send(ID, 1)));
        assertInstanceOf(Applied.class, sent.begin(2, send(ID, 1)));
        assertInstanceOf(Applied.class, sent.begin(1, send(ID, 2)));
        assertInstanceOf(Applied.class, sent.begin(1, send(ID.toLowerCase(Locale.ROOT), 1)));
    }

    @Test
    void whatWasRefusedIsNoSend() {
        assertInstanceOf(Applied.class, sent.outcome(sent.begin(1, send(ID, 1))));
        sent.outcome(new ApplyResult.Skipped());
        sent.outcome(new AppendedMessage(0, 0, 10));
        assertEquals(false, knows(ID));
    }

    @Test
    void theOldestEntriesAreForgottenWhole() {
        entry(0, "a", "b");
        entry(0, "c", "d");
        assertEquals(List.of(false, false, true, true), known("a", "b", "c", "d"));
        reload();
        assertEquals(List.of(false, false, true, true), known("a", "b", "c", "d"));
        entry(0, "e", "f", "g", "h", "i");
        assertEquals(List.of(false, false, true, true), known("c", "d", "e", "i"), "the last entry stays");
        reload();
        assertEquals(List.of(false, false, true, true), known("c", "d", "e", "i"));
    }

    @Test
    void sendsAreForgottenByTheTimesInTheLog() {
        entry(1_000, "a");
        entry(1_000 + SentMessages.WINDOW_MS, "b");
        assertEquals(List.of(true, true), known("a", "b"));
        entry(1_001 + SentMessages.WINDOW_MS, "c");
        assertEquals(List.of(false, true, true), known("a", "b", "c"));
        entry(0, "d");
        assertEquals(List.of(true, true, true), known("b", "c", "d"), "a clock that is behind forgets nothing");
    }

    private List<Boolean> known(String... ids) {
        return Arrays.stream(ids).map(this::knows).toList();
    }

    private void reload() {
        sent = SentMessages.load(store, MAX_SENDS);
    }

    @Test
    void theTableFindsWhatAQueueOfSendsHolds() {
        Random random = new Random(7);
        SentTable table = new SentTable();
        Deque<Sent> model = new ArrayDeque<>();
        for (int step = 0; step < 20_000; step++) {
            if (random.nextInt(100) < 52) {
                Sent sent = someSend(random, step);
                table.add(sent);
                model.addLast(sent);
            } else if (!model.isEmpty()) {
                Sent first = model.removeFirst();
                table.removeFirst();
                assertNull(table.find(first.topicId(), first.id(), 1));
            }
            assertEquals(model.size(), table.size());
        }
        model.forEach(sent -> assertEquals(sent.outcome(), table.find(sent.topicId(), sent.id(), 1)));
    }

    private static Sent someSend(Random random, int step) {
        String overIpv4 = "7F0000010001ABCDEF01%012X".formatted(step);
        String id = switch (random.nextInt(5)) {
            case 0 -> "text " + step;
            case 1 -> overIpv4 + overIpv4.substring(8);
            default -> overIpv4;
        };
        return new Sent(random.nextInt(3), ClientMessageId.of(id), new SentBefore(step % 4, step, step * 9L, 1));
    }

    @Test
    void idsAreEqualOnlyIfTheirTextsAre() {
        assertEquals(ClientMessageId.of(ID), ClientMessageId.of(ID));
        assertNotEquals(ClientMessageId.of("Aa"), ClientMessageId.of("BB"), "these have one hash");
        assertNull(ClientMessageId.of(ID).text());
        assertNotEquals(ClientMessageId.of("A"), ClientMessageId.of("0A"), "digits count");
        String overIpv6 = ID + ID.substring(8);
        assertNull(ClientMessageId.of(overIpv6).text());
        assertNotEquals(ClientMessageId.of(overIpv6), ClientMessageId.of(overIpv6.substring(1)));
        String lowerCase = ID.toLowerCase(Locale.ROOT);
        assertEquals(lowerCase, ClientMessageId.of(lowerCase).text());
        assertNotNull(ClientMessageId.of("0".repeat(65)).text());
        assertNotNull(ClientMessageId.of("").text());
    }

    @Test
    void theRecordSurvivesItsBytesAndDamageIsNoticed() {
        for (String id : List.of(ID, ID + ID, ID.substring(1), "A", "another", "")) {
            SendOnce send = send(id, 3);
            assertEquals(send, SendOnce.decode(send.encode()));
        }
        SendOnce send = send(ID, 3);
        assertEquals(send, SendOnce.decode(send.encode()));
        byte[] bytes = send.encode().array();
        assertThrows(
                MalformedRecordException.class, () -> SendOnce.decode(ByteBuffer.wrap(bytes, 0, bytes.length - 1)));
        bytes[4] = 0;
        assertThrows(MalformedRecordException.class, () -> SendOnce.decode(ByteBuffer.wrap(bytes)));
    }
}
