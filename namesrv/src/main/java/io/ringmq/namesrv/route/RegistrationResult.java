package io.ringmq.namesrv.route;

import org.jspecify.annotations.Nullable;

/**
 * What became of a registration.
 *
 * @param table the table after it
 * @param refusal why it changed nothing, or null if it was taken. An {@linkplain Refusal#OUTDATED outdated} one is no
 *     error of its sender, which learns the leader's address and corrects itself
 * @param leader the leader's identity as the table has it after the registration; null if there is none
 */
public record RegistrationResult(
        RouteTable table,
        @Nullable Refusal refusal,
        @Nullable BrokerIdentity leader) {

    /** Why a registration was not taken. */
    public enum Refusal {
        /** Its term is lower than the highest known. */
        OUTDATED,
        /** Live brokers of another cluster hold the broker name. */
        NAME_TAKEN,
        /** It would exceed one of the table's bounds. */
        TABLE_FULL
    }
}
