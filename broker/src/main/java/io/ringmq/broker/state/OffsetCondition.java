package io.ringmq.broker.state;

/**
 * A guard in front of other records of the same entry: if the committed offset has the expected value it moves to the
 * next value and the guarded records apply, else they are skipped. So a message that is forwarded and the progress of
 * the forwarding happen together, once, however often they are proposed.
 *
 * @param group whose committed offset is looked at
 * @param expectedOffset the committed offset, or -1 if there must be none yet
 * @param nextOffset the committed offset from then on, at least 0
 * @param guardedRecords how many of the records behind it in the entry depend on it, at least 0
 */
public record OffsetCondition(
        String group, String topic, int queueId, long expectedOffset, long nextOffset, int guardedRecords) {

    public OffsetCondition {
        if (queueId < 0 || expectedOffset < -1 || nextOffset < 0 || guardedRecords < 0) {
            throw new IllegalArgumentException("a condition cannot move the offset of queue " + queueId + " from "
                    + expectedOffset + " to " + nextOffset + " for " + guardedRecords + " records");
        }
    }
}
