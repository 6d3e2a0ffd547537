package io.ringmq.remoting.body;

/** Whether the members of a group share the messages or each gets all. The order is the protocol's: some clients send ordinals. */
public enum MessageModel {
    BROADCASTING,
    CLUSTERING,
    LITE_SELECTIVE
}
