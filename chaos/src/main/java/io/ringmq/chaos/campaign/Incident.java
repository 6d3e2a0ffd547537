package io.ringmq.chaos.campaign;

import io.ringmq.chaos.fault.FaultKind;

/**
 * A fault that happened.
 *
 * @param gapMs longest time without an acknowledgement of some ring, from the fault until service was back
 * @param returnMs time from the end of the fault until every queue took messages again
 */
public record Incident(FaultKind kind, long gapMs, long returnMs) {}
