package io.ringmq.chaos.campaign;

import io.ringmq.chaos.fault.FaultKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What a campaign is.
 *
 * @param seed decides faults, victims, durations and messages, as far as processes can be repeated at all
 * @param faults to draw from
 * @param atMost no fault begins after this time
 * @param maxStrikes nor after so many
 * @param dir is made, and holds history, logs and, while the cluster runs, its data
 */
public record CampaignOptions(
        long seed, List<FaultKind> faults, Duration atMost, int maxStrikes, int rings, String flush, Path dir) {
    public CampaignOptions {
        faults = List.copyOf(faults);
    }
}
