package io.ringmq.bench.load.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ringmq.bench.load.body.Bodies;
import io.ringmq.bench.load.client.SendFailedException;
import io.ringmq.bench.load.client.Tuning;
import io.ringmq.bench.load.measure.WindowResult;
import io.ringmq.bench.load.twin.ManualTimeline;
import io.ringmq.bench.load.twin.TwinClient;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FillTest {
    private static final Tuning TUNING = new Tuning(Tuning.Style.GROUPED, Tuning.Compression.NONE, 320);

    @Test
    void storesTheCountAlthoughSomeGroupsFail() throws InterruptedException {
        AtomicInteger groups = new AtomicInteger();
        TwinClient client = new TwinClient(messages -> {
            if (groups.incrementAndGet() % 3 == 0) {
                throw new SendFailedException("no leader");
            }
        });
        Senders senders = Senders.open(client, TUNING, new Bodies(1, 32), 1);
        try (Fill fill = new Fill(senders, new ManualTimeline(), 4, 10, 995)) {
            WindowResult result = fill.window(() -> {});

            assertEquals(1_000, client.stored().size(), "rounded up to whole groups");
            assertEquals(1_000, result.messages());
            assertEquals(10L * (groups.get() - 100), result.errors());
            assertEquals("no leader", result.firstError());
        }
    }
}
