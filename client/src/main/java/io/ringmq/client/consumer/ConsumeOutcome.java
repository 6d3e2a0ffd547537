package io.ringmq.client.consumer;

/** What a listener concludes. */
public enum ConsumeOutcome {
    /** Done with the message. */
    CONSUMED,
    /** Deliver it again later; after too many times it goes to the group's dead-letter topic. */
    RETRY_LATER
}
