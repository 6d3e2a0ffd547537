package io.ringmq.remoting.body;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * What a client is: the body of HEART_BEAT.
 *
 * @param heartbeatFingerprint hash of the groups, 0 if the client does not send one
 * @param withoutSub whether the subscriptions are left out because they did not change
 */
public record HeartbeatBody(
        String clientId,
        List<ProducerData> producers,
        List<ConsumerData> consumers,
        int heartbeatFingerprint,
        boolean withoutSub) {
    public HeartbeatBody {
        producers = List.copyOf(producers);
        consumers = List.copyOf(consumers);
    }

    /**
     * Reads the body; the buffer's position stays.
     *
     * @throws MalformedBodyException if it is not what this record describes
     */
    public static HeartbeatBody decode(ByteBuffer json) {
        return JsonIn.decode("HeartbeatBody", json, HeartbeatBody::read);
    }

    /** The body in UTF-8. */
    public byte[] encode() {
        return JsonOut.encode(this::write);
    }

    static HeartbeatBody read(JsonIn in) {
        in.beginObject();
        String clientId = null;
        List<ProducerData> producers = List.of();
        List<ConsumerData> consumers = List.of();
        int heartbeatFingerprint = 0;
        boolean withoutSub = false;
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "clientID" -> clientId = in.string();
                case "producerDataSet" -> producers = in.list(ProducerData::read);
                case "consumerDataSet" -> consumers = in.list(ConsumerData::read);
                case "heartbeatFingerprint" -> heartbeatFingerprint = in.integer();
                case "withoutSub" -> withoutSub = in.bool();
                default -> in.skip();
            }
        }
        return new HeartbeatBody(
                in.required(clientId, "clientID"), producers, consumers, heartbeatFingerprint, withoutSub);
    }

    void write(JsonOut out) {
        out.beginObject()
                .member("clientID", clientId)
                .list("consumerDataSet", consumers, (o, value) -> value.write(o))
                .member("heartbeatFingerprint", heartbeatFingerprint)
                .list("producerDataSet", producers, (o, value) -> value.write(o))
                .member("withoutSub", withoutSub)
                .endObject();
    }
}
