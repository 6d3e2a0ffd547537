package io.ringmq.remoting.body;

import io.ringmq.remoting.message.ReceiptHandle;
import java.util.Base64;
import java.util.BitSet;
import java.util.List;

/**
 * Acknowledgements of messages that were popped together.
 *
 * @param topic the topic asked for, also for redeliveries
 * @param retryFlag as in {@link ReceiptHandle}
 * @param offsets queue offsets, none before the start offset
 */
public record BatchAck(
        String consumerGroup,
        String topic,
        String retryFlag,
        long startOffset,
        int queueId,
        int reviveQueueId,
        long popTimeMs,
        long invisibleMs,
        List<Long> offsets) {
    /** Most messages in one of these: more than any pop hands out. */
    private static final int MAX_BITS = 1 << 16;

    public BatchAck {
        offsets = List.copyOf(offsets);
    }

    static BatchAck read(JsonIn in) {
        in.beginObject();
        String group = null;
        String topic = null;
        String retryFlag = ReceiptHandle.NORMAL;
        String bits = null;
        long[] numbers = new long[5];
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "c" -> group = in.string();
                case "t" -> topic = in.string();
                case "r" -> retryFlag = in.string();
                case "b" -> bits = in.string();
                case "so" -> numbers[0] = in.number();
                case "q" -> numbers[1] = in.integer();
                case "rq" -> numbers[2] = in.integer();
                case "pt" -> numbers[3] = in.number();
                case "it" -> numbers[4] = in.number();
                default -> in.skip();
            }
        }
        return new BatchAck(
                in.required(group, "c"),
                in.required(topic, "t"),
                retryFlag,
                numbers[0],
                (int) numbers[1],
                (int) numbers[2],
                numbers[3],
                numbers[4],
                offsets(numbers[0], in.required(bits, "b")));
    }

    private static List<Long> offsets(long startOffset, String bits) {
        if (bits.length() > MAX_BITS / Byte.SIZE) {
            throw new MalformedBodyException("BatchAck: a bit set of " + bits.length() + " characters is too long");
        }
        try {
            return BitSet.valueOf(Base64.getDecoder().decode(bits)).stream()
                    .mapToObj(bit -> startOffset + bit)
                    .toList();
        } catch (IllegalArgumentException e) {
            throw new MalformedBodyException("BatchAck: the bit set '" + bits + "' is not base64", e);
        }
    }

    void write(JsonOut out) {
        BitSet bits = new BitSet();
        offsets.forEach(offset -> bits.set(Math.toIntExact(offset - startOffset)));
        out.beginObject()
                .member("b", Base64.getEncoder().encodeToString(bits.toByteArray()))
                .member("c", consumerGroup)
                .member("it", invisibleMs)
                .member("pt", popTimeMs)
                .member("q", queueId)
                .member("r", retryFlag)
                .member("rq", reviveQueueId)
                .member("so", startOffset)
                .member("t", topic)
                .endObject();
    }
}
