package io.ringmq.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Short campaigns, each fault once; {@code scripts/chaos} runs long ones. */
class ChaosIT {
    private static final long SEED = 1;
    /** A bound, not how long it takes. */
    private static final Duration AT_MOST = Duration.ofMinutes(5);

    private final Await await = new Await(Clock.systemUTC());

    @Test
    void nothingIsLostWhenLeadersDieAndHang() {
        CampaignResult result =
                run("chaos", List.of(FaultKind.KILL_LEADER, FaultKind.PAUSE_LEADER, FaultKind.KILL_ALL));
        assertTrue(result.report().counts().acknowledged() > 1_000, result.toString());
    }

    /**
     * The faults themselves require that a node whose disk hangs does not lead, that nothing is acknowledged while two of
     * three disks hang, and that a node whose disk fails ends.
     */
    @Test
    void nothingIsLostWhenDisksHangAndFailAndPowerIsCut() {
        Optional<String> missing = FaultKind.Need.FAILING_DISKS.reasonMissing();
        assumeTrue(missing.isEmpty(), () -> "skipped: " + missing.orElse(""));
        run(
                "chaos-disks",
                List.of(
                        FaultKind.DISK_STALL_LEADER,
                        FaultKind.DISK_STALL_TWO,
                        FaultKind.DISK_ERROR_LEADER,
                        FaultKind.POWER_ONE,
                        FaultKind.POWER_ALL));
    }

    @Test
    void nothingIsLostWhenFilesOfEachKindAreDamaged() {
        run(
                "chaos-files",
                List.of(
                        FaultKind.TORN_TAIL,
                        FaultKind.FLIP_LOG,
                        FaultKind.FLIP_INDEX,
                        FaultKind.FLIP_CHECKPOINT,
                        FaultKind.FLIP_VOTE,
                        FaultKind.FLIP_BOOT,
                        FaultKind.FLIP_IDENTITY,
                        FaultKind.FLIP_STATE,
                        FaultKind.FLIP_SNAPSHOT));
    }

    private CampaignResult run(String name, List<FaultKind> faults) {
        CampaignResult result = new Campaign(
                        new CampaignOptions(
                                SEED, faults, AT_MOST, faults.size(), 1, "sync", ClusterHarness.directory(name, await)),
                        Distribution.fromSystemProperty(),
                        await,
                        System::nanoTime,
                        System.out::println)
                .run();
        System.out.println(result);
        assertEquals(Map.of(), result.report().anomalies(), result.toString());
        assertEquals(faults.size(), result.incidents().size(), "each fault once");
        assertEquals(3, result.report().counts().replicas());
        return result;
    }
}
