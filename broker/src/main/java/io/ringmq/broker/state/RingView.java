package io.ringmq.broker.state;

/** The committed state of a ring as any thread may read it. */
public interface RingView extends CatalogView, QueueView, OffsetView, LockView, KeyView {

    /** What consumer groups have popped. */
    PopView pops();

    /** The transactions. */
    TransactionView transactions();

    /** The messages that wait for a time of their own. */
    TimerView timers();

    /** The log index of the last entry whose effects are readable. */
    long appliedIndex();
}
