package io.ringmq.namesrv.route;

/**
 * The queues one broker group holds of one topic.
 *
 * @param permissions sum of {@link #READ}, {@link #WRITE} and bits that only clients interpret
 * @param sysFlag topic flags, passed on untouched
 */
public record TopicQueues(int readQueues, int writeQueues, int permissions, int sysFlag) {
    public static final int READ = 4;
    public static final int WRITE = 2;

    TopicQueues withoutWrite() {
        return new TopicQueues(readQueues, writeQueues, permissions & ~WRITE, sysFlag);
    }
}
