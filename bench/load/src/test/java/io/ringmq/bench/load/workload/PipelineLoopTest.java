package io.ringmq.bench.load.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.bench.load.body.Bodies;
import io.ringmq.bench.load.client.Completion;
import io.ringmq.bench.load.client.SendFailedException;
import io.ringmq.bench.load.client.Sender;
import io.ringmq.bench.load.measure.Samples;
import io.ringmq.bench.load.twin.ManualTimeline;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PipelineLoopTest {
    private static final int IN_FLIGHT = 2;

    private final BlockingQueue<Completion> underWay = new LinkedBlockingQueue<>();
    private final ManualTimeline timeline = new ManualTimeline();
    private final Samples samples = new Samples();
    private final PipelineLoop loop = new PipelineLoop(new Pending(), new Bodies(1, 64).source(0), timeline, IN_FLIGHT);

    @Test
    void waitsForRoomWhenTheBoundIsReached() throws InterruptedException {
        Workers workers = new Workers();
        workers.start(() -> {
            for (int i = 0; i < IN_FLIGHT + 1; i++) {
                loop.once(samples);
            }
            return null;
        });
        Completion first = underWay.take();
        Completion second = underWay.take();
        assertNull(underWay.poll(100, TimeUnit.MILLISECONDS), "a third send beyond the bound");
        first.done(null);
        Completion third = underWay.take();
        workers.join();
        second.done(null);
        third.done(new SendFailedException("refused"));
        loop.finish();

        assertEquals(2, samples.take().getTotalCount());
        assertEquals(1, samples.failures());
        assertEquals("refused", samples.firstFailure());
    }

    @Test
    void latencyIsTheTimeFromTheSendToItsOutcome() throws InterruptedException {
        loop.once(samples);
        timeline.pass(5_000_000);
        loop.once(samples);
        timeline.pass(1_000_000);
        underWay.take().done(null);
        underWay.take().done(null);

        Histogram all = samples.take();
        assertTrue(all.valuesAreEquivalent(6_000, all.getMaxValue()), () -> "longest " + all.getMaxValue());
    }

    @Test
    void finishWaitsForWhatIsUnderWay() throws InterruptedException {
        loop.once(samples);
        Workers workers = new Workers();
        BlockingQueue<String> finished = new LinkedBlockingQueue<>();
        workers.start(() -> {
            loop.finish();
            finished.add("finished");
            return null;
        });
        assertFalse(finished.contains("finished"));
        underWay.take().done(null);
        assertNotNull(finished.take());
        workers.join();
    }

    private final class Pending implements Sender {
        @Override
        public void send(byte[] body) {
            throw new IllegalStateException("not asked for");
        }

        @Override
        public void sendAsync(byte[] body, Completion completion) {
            underWay.add(completion);
        }

        @Override
        public void sendGroup(List<byte[]> bodies) {
            throw new IllegalStateException("not asked for");
        }

        @Override
        public void close() {}
    }
}
