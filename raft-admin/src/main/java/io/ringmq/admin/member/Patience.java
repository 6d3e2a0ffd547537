package io.ringmq.admin.member;

/** How long to wait for a cluster. */
@FunctionalInterface
public interface Patience {
    /**
     * Waits a moment.
     *
     * @return false, at once, when it has waited long enough
     */
    boolean waitsOn();
}
