package io.ringmq.remoting.body;

/**
 * The queues of a topic on one broker name.
 *
 * @param perm bits of {@link Permissions}
 */
public record QueueData(String brokerName, int readQueueNums, int writeQueueNums, int perm, int topicSysFlag) {
    static QueueData read(JsonIn in) {
        in.beginObject();
        String brokerName = null;
        int readQueueNums = 0;
        int writeQueueNums = 0;
        int perm = 0;
        int topicSysFlag = 0;
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "brokerName" -> brokerName = in.string();
                case "readQueueNums" -> readQueueNums = in.integer();
                case "writeQueueNums" -> writeQueueNums = in.integer();
                case "perm" -> perm = in.integer();
                case "topicSysFlag" -> topicSysFlag = in.integer();
                default -> in.skip();
            }
        }
        return new QueueData(in.required(brokerName, "brokerName"), readQueueNums, writeQueueNums, perm, topicSysFlag);
    }

    void write(JsonOut out) {
        out.beginObject()
                .member("brokerName", brokerName)
                .member("perm", perm)
                .member("readQueueNums", readQueueNums)
                .member("topicSysFlag", topicSysFlag)
                .member("writeQueueNums", writeQueueNums)
                .endObject();
    }
}
