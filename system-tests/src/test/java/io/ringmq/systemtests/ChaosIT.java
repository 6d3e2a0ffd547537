package io.ringmq.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.bench.process.Await;
import io.ringmq.bench.process.Distribution;
import io.ringmq.chaos.campaign.Campaign;
import io.ringmq.chaos.campaign.CampaignOptions;
import io.ringmq.chaos.campaign.CampaignResult;
import io.ringmq.chaos.fault.FaultKind;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A short campaign of faults that every machine can do; {@code scripts/chaos} runs long ones. */
class ChaosIT {
    private static final long SEED = 1;
    private static final Duration AT_MOST = Duration.ofMinutes(2);

    @Test
    void nothingIsLostWhenLeadersDieAndHang() {
        List<FaultKind> faults = List.of(FaultKind.KILL_LEADER, FaultKind.PAUSE_LEADER, FaultKind.KILL_ALL);
        Await await = new Await(Clock.systemUTC());
        CampaignResult result = new Campaign(
                        new CampaignOptions(
                                SEED,
                                faults,
                                AT_MOST,
                                faults.size(),
                                1,
                                "sync",
                                ClusterHarness.directory("chaos", await)),
                        Distribution.fromSystemProperty(),
                        await,
                        System::nanoTime,
                        System.out::println)
                .run();
        System.out.println(result);
        assertEquals(Map.of(), result.report().anomalies(), result.toString());
        assertEquals(3, result.report().counts().replicas());
        assertTrue(result.report().counts().acknowledged() > 1_000, result.toString());
    }
}
