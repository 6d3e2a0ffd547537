package io.ringmq.remoting.body;

/** How a consumer gets its messages. The order is the protocol's: some clients send ordinals. */
public enum ConsumeType {
    CONSUME_ACTIVELY,
    CONSUME_PASSIVELY,
    CONSUME_POP
}
