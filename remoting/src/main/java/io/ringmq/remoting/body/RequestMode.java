package io.ringmq.remoting.body;

/** How a consumer group asks for messages. In the order of the protocol, whose ordinals some clients send. */
public enum RequestMode {
    /** Each consumer pulls from queues of its own and keeps offsets. */
    PULL,
    /** Consumers pop from queues they share and acknowledge message by message. */
    POP
}
