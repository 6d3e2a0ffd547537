package io.ringmq.broker.state;

import java.nio.ByteBuffer;

/**
 * The records of producers that number their sends.
 *
 * <pre>
 *  OPEN_PRODUCER    version 1, time 8, nonce 8
 *  SEND_SEQUENCED   version 1, messages 4, producer number 8, nonce 8, first sequence 8, settled below 8,
 *                   queue id 4, time 8, due 8
 * </pre>
 */
final class ProducerCodec {
    private ProducerCodec() {}

    /** The leader's time, and what nobody else's id has. */
    record Opening(long timeMs, long nonce) {}

    static ByteBuffer encodeOpening(Opening opening) {
        return ByteBuffer.wrap(CommandCodec.start()
                .putLong(opening.timeMs())
                .putLong(opening.nonce())
                .toBytes());
    }

    static Opening decodeOpening(ByteBuffer payload) {
        return PayloadReader.readAll("OPEN_PRODUCER", payload, in -> {
            in.version(CommandCodec.VERSION);
            return new Opening(in.getLong(), in.getLong());
        });
    }

    static ByteBuffer encodeSend(SequencedSend send) {
        PayloadWriter out = CommandCodec.start().putInt(send.messages());
        send.producer()
                .write(out)
                .putLong(send.first())
                .putLong(send.settledBelow())
                .putInt(send.place().queueId())
                .putLong(send.place().timeMs())
                .putLong(send.place().dueMs());
        return ByteBuffer.wrap(out.toBytes());
    }

    static SequencedSend decodeSend(ByteBuffer payload) {
        return PayloadReader.readAll("SEND_SEQUENCED", payload, in -> {
            in.version(CommandCodec.VERSION);
            int messages = in.getInt();
            ProducerId producer = ProducerId.read(in);
            long first = in.getLong();
            long settledBelow = in.getLong();
            SequencedSend.Place place = new SequencedSend.Place(in.getInt(), in.getLong(), in.getLong());
            return new SequencedSend(producer, first, messages, settledBelow, place);
        });
    }
}
