package io.ringmq.bench.load.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.bench.load.body.Bodies;
import io.ringmq.bench.load.body.MessageId;
import io.ringmq.bench.load.client.SendFailedException;
import io.ringmq.bench.load.client.Tuning;
import io.ringmq.bench.load.report.IdLog;
import io.ringmq.bench.load.twin.GatedTimeline;
import io.ringmq.bench.load.twin.RecordedEvents;
import io.ringmq.bench.load.twin.TwinClient;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SendStreamTest {
    private static final int THREADS = 3;
    private static final int SENDS = 500;

    private final RecordedEvents recorded = new RecordedEvents();
    private final GatedTimeline timeline = new GatedTimeline(SENDS);
    private final AtomicLong sends = new AtomicLong();

    @Test
    void goesOnThroughFailuresAndReportsEveryOutcomeOnce() throws InterruptedException {
        TwinClient client = new TwinClient(messages -> {
            timeline.sent(1);
            if (sends.incrementAndGet() % 10 == 0) {
                throw new SendFailedException("no leader");
            }
        });
        IdLog acked = new IdLog(recorded.events(), "acked");
        IdLog failed = new IdLog(recorded.events(), "failed");
        Tuning tuning = new Tuning(Tuning.Style.DEFAULTS, Tuning.Compression.NONE, 0);
        long attempted;
        try (SendStream stream = SendStream.start(
                Senders.open(client, tuning, new Bodies(9, 32), 1), THREADS, timeline, acked, failed)) {
            timeline.waitUntil(0);
            attempted = stream.stop();
        }
        acked.flush();
        failed.flush();

        List<String> ackedIds = recorded.elements("acked", "ids");
        List<String> failedIds = recorded.elements("failed", "ids");
        assertEquals(sends.get(), attempted);
        assertEquals(attempted, ackedIds.size() + failedIds.size());
        assertEquals(attempted / 10, failedIds.size());
        Set<String> stored = client.stored().stream()
                .map(body -> MessageId.of(ByteBuffer.wrap(body)).toString())
                .collect(Collectors.toSet());
        assertEquals(stored, new HashSet<>(ackedIds));
        assertFalse(failedIds.stream().anyMatch(stored::contains));
        assertTrue(recorded.lines().stream().anyMatch(line -> line.contains("no leader")));
    }
}
