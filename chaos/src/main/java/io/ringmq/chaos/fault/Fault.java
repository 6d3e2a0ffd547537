package io.ringmq.chaos.fault;

/** Something bad that happens to a running cluster. */
@FunctionalInterface
public interface Fault {
    /**
     * Does it, lets it last, and undoes it. Afterwards every node has been started again and every connection and disk
     * works; the cluster may still be on its way back to service. Whatever it decides by lot comes from the arena.
     */
    void strike(Arena arena);
}
