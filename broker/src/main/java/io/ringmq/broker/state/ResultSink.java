package io.ringmq.broker.state;

/** Takes the results of the records of one entry. */
@FunctionalInterface
public interface ResultSink {

    /** For those who do not wait for results: followers, replay. */
    ResultSink NONE = (ordinal, result) -> {};

    /**
     * Called once for each record, in order. The result must reach nobody before {@link RingState#endOfRun()} has
     * returned: until then it is not readable.
     *
     * @param ordinal position of the record in the entry, from 0
     */
    void set(int ordinal, ApplyResult result);
}
