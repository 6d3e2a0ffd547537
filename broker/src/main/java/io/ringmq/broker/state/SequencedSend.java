package io.ringmq.broker.state;

/**
 * A send whose messages its producer has numbered one by one, from 0 up, whatever their topics are.
 *
 * @param producer whose numbers these are
 * @param first number of the first message
 * @param messages how many there are
 * @param settledBelow numbers below this one will not be sent again: the producer knows what became of them, or has given
 *     them up; at most {@code first}
 * @param place where the producer sends to
 */
public record SequencedSend(ProducerId producer, long first, int messages, long settledBelow, Place place) {

    /**
     * What the answer tells besides the message's offsets, and when that is.
     *
     * @param queueId which is not where a delayed message is stored
     * @param timeMs the leader's time, by which producers are forgotten
     * @param dueMs when the message is to be delivered, 0 for at once
     */
    public record Place(int queueId, long timeMs, long dueMs) {}

    public SequencedSend {
        if (messages < 1 || settledBelow < 0 || settledBelow > first || first > Long.MAX_VALUE - messages) {
            throw new IllegalArgumentException(messages + " messages from number " + first + " on, with all below "
                    + settledBelow + " settled; a send has a message at least, and its own numbers are not settled");
        }
        if (place.queueId < 0) {
            throw new IllegalArgumentException("a send to queue " + place.queueId);
        }
    }

    /** The number behind the last one. */
    long end() {
        return first + messages;
    }
}
