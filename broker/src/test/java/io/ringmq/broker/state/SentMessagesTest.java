package io.ringmq.broker.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.broker.state.ApplyResult.AppendedMessage;
import io.ringmq.broker.state.ApplyResult.Applied;
import io.ringmq.broker.state.ApplyResult.SentBefore;
import io.ringmq.broker.state.SentTable.Sent;
import io.ringmq.store.record.MalformedRecordException;
import io.ringmq.store.state.Family;
import io.ringmq.store.state.KeyRange;
import io.ringmq.store.state.MemoryStateStore;
import io.ringmq.store.state.StateBatch;
import io.ringmq.store.state.StateStore;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
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
        return entry(sent, store, ++index, timeMs, ids);
    }

    private static int entry(SentMessages sent, MemoryStateStore store, long index, long timeMs, String... ids) {
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

    @Test
    void whenAReplicaWasStartedMakesNoDifference() {
        Random random = new Random(11);
        MemoryStateStore neverClosed = new MemoryStateStore();
        SentMessages neverLoaded = SentMessages.load(neverClosed, MAX_SENDS);
        long timeMs = 1_000_000;
        for (int i = 0; i < 5 * SentMessages.MAX_FORGOTTEN; i++) {
            // The clock of the next leader may be behind.
            timeMs += random.nextInt(10) == 0 ? random.nextInt(400_000) - 200_000 : random.nextInt(100);
            String[] ids = {"id " + i, "id " + (i - random.nextInt(6))};
            int stored = entry(timeMs, ids);
            assertEquals(entry(neverLoaded, neverClosed, index, timeMs, ids), stored, "entry " + i);
            if (random.nextInt(50) == 0) {
                reload();
            }
            if (random.nextInt(200) == 0) {
                index += random.nextInt(2 * SentMessages.MAX_FORGOTTEN);
            }
            List<Long> held = indexesIn(store);
            assertEquals(indexesIn(neverClosed), held);
            assertTrue(held.size() <= SentMessages.MAX_FORGOTTEN + MAX_SENDS + 1, held.toString());
        }
    }

    @Test
    void whatWasRememberedIsNotWorkedOutAgainFromWhatIsLeft() {
        entry(300_000, "first");
        index += SentMessages.MAX_FORGOTTEN;
        entry(100_000, "older");
        entry(300_000, "third");
        assertEquals(List.of(true, true), known("first", "older"), "the first is in front of it");
        entry(100_000, "fourth");
        assertEquals(List.of(false, true, true), known("first", "older", "third"));
        assertEquals(3, indexesIn(store).size());
        reload();
        assertEquals(List.of(false, true, true), known("first", "older", "third"));
    }

    private static List<Long> indexesIn(MemoryStateStore store) {
        List<Long> indexes = new ArrayList<>();
        store.scan(Family.SENT, KeyRange.all(), StateStore.Direction.ASCENDING, (key, value) -> {
            indexes.add(StateKeys.toLong(key));
            return true;
        });
        return indexes;
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
