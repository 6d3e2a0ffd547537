package io.ringmq.broker.state;

import io.ringmq.broker.state.ApplyResult.Applied;
import io.ringmq.broker.state.ApplyResult.Reason;
import io.ringmq.broker.state.ApplyResult.Rejected;
import io.ringmq.broker.state.ApplyResult.Skipped;
import io.ringmq.store.state.StateBatch;
import java.nio.ByteBuffer;
import java.util.function.Predicate;

/**
 * Applies the records of pops.
 *
 * @param exists whether a topic has a queue
 */
record PopApplication(Pops pops, Predicate<TopicQueue> exists) {

    /** @param type one of those of pops in {@link RecordType} */
    ApplyResult apply(StateBatch batch, byte type, ByteBuffer payload) {
        return switch (type) {
            case RecordType.POP_TAKE -> take(batch, PopCodec.decodeTake(payload));
            case RecordType.POP_ACK -> pops.ack(batch, PopCodec.decodeAck(payload));
            case RecordType.POP_CHANGE -> pops.change(batch, PopCodec.decodeChange(payload));
            case RecordType.POP_REVIVE -> revive(batch, PopCodec.decodeRevival(payload));
            case RecordType.POP_MODE -> new Applied(pops.setMode(batch, PopCodec.decodeMode(payload)));
            case RecordType.POP_TAKE_ORDERED -> takeInOrder(batch, PopCodec.decodeOrderedTake(payload));
            case RecordType.POP_ACK_ORDERED -> pops.ackInOrder(batch, PopCodec.decodeAck(payload));
            case RecordType.POP_CHANGE_ORDERED -> pops.changeInOrder(batch, PopCodec.decodeChange(payload));
            default -> throw new IllegalStateException("record type " + type + " is not one of pops");
        };
    }

    private ApplyResult take(StateBatch batch, PopTake take) {
        return exists(take.queue()) ? pops.take(batch, take) : noQueue(take.queue());
    }

    private ApplyResult takeInOrder(StateBatch batch, PopOrderedTake ordered) {
        GroupQueue queue = ordered.take().queue();
        return exists(queue) ? pops.takeInOrder(batch, ordered) : noQueue(queue);
    }

    private ApplyResult revive(StateBatch batch, PopRevival revival) {
        boolean revived = exists.test(new TopicQueue(revival.targetTopic(), revival.targetQueueId()))
                && pops.revive(batch, revival);
        return revived ? new Applied(true) : new Skipped();
    }

    private boolean exists(GroupQueue queue) {
        return exists.test(new TopicQueue(queue.topic(), queue.queueId()));
    }

    private static ApplyResult noQueue(GroupQueue queue) {
        return new Rejected(Reason.UNKNOWN_QUEUE, queue + " does not exist");
    }
}
