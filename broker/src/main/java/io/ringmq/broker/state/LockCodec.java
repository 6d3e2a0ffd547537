package io.ringmq.broker.state;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The payloads of the commands about locks, and a lock as it is stored; see {@link CommandCodec} for the encoding of the
 * fields.
 *
 * <pre>
 *  LOCK_QUEUES     version 1, term 8, uptime 8, group text, client id text, queues
 *  UNLOCK_QUEUES   version 1, group text, client id text, queues
 *  EXPIRE_LOCKS    version 1, term 8, uptime 8
 *
 *  queues          count 4, { topic text, queue id 4 } * count
 *  stored lock     version 1, owner text, epoch 8, term 8, uptime 8
 * </pre>
 */
final class LockCodec {

    private static final int VERSION = 1;
    private static final int MIN_QUEUE_BYTES = 2 + 4;

    private LockCodec() {}

    static void requireBounded(Collection<TopicQueue> queues) {
        if (queues.size() > LockRequest.MAX_QUEUES) {
            throw new IllegalArgumentException(
                    queues.size() + " queues in one request; at most " + LockRequest.MAX_QUEUES);
        }
    }

    static ByteBuffer encodeLock(LockRequest request) {
        PayloadWriter out =
                writeTime(start(), request.time()).putText(request.group()).putText(request.clientId());
        return finish(writeQueues(out, request.queues()));
    }

    static LockRequest decodeLock(ByteBuffer payload) {
        return PayloadReader.readAll("LOCK_QUEUES", payload, in -> {
            in.version(VERSION);
            LeaderTime time = readTime(in);
            return new LockRequest(in.getText(), in.getText(), readQueues(in), time);
        });
    }

    static ByteBuffer encodeUnlock(UnlockRequest request) {
        PayloadWriter out = start().putText(request.group()).putText(request.clientId());
        return finish(writeQueues(out, request.queues()));
    }

    static UnlockRequest decodeUnlock(ByteBuffer payload) {
        return PayloadReader.readAll("UNLOCK_QUEUES", payload, in -> {
            in.version(VERSION);
            return new UnlockRequest(in.getText(), in.getText(), readQueues(in));
        });
    }

    static ByteBuffer encodeExpire(LeaderTime time) {
        return finish(writeTime(start(), time));
    }

    static LeaderTime decodeExpire(ByteBuffer payload) {
        return PayloadReader.readAll("EXPIRE_LOCKS", payload, in -> {
            in.version(VERSION);
            return readTime(in);
        });
    }

    static byte[] storedLock(QueueLock lock) {
        return writeTime(start().putText(lock.owner()).putLong(lock.epoch()), lock.renewed())
                .toBytes();
    }

    static QueueLock readStored(byte[] value) {
        return PayloadReader.readAll("a stored lock", ByteBuffer.wrap(value), in -> {
            in.version(VERSION);
            return new QueueLock(in.getText(), in.getLong(), readTime(in));
        });
    }

    private static PayloadWriter writeTime(PayloadWriter out, LeaderTime time) {
        return out.putLong(time.term()).putLong(time.uptimeMs());
    }

    private static LeaderTime readTime(PayloadReader in) {
        return new LeaderTime(in.getLong(), in.getLong());
    }

    private static PayloadWriter writeQueues(PayloadWriter out, List<TopicQueue> queues) {
        out.putInt(queues.size());
        queues.forEach(queue -> out.putText(queue.topic()).putInt(queue.queueId()));
        return out;
    }

    private static List<TopicQueue> readQueues(PayloadReader in) {
        int count = in.getCount(MIN_QUEUE_BYTES);
        List<TopicQueue> queues = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            queues.add(new TopicQueue(in.getText(), in.getInt()));
        }
        return queues;
    }

    private static PayloadWriter start() {
        return new PayloadWriter().putByte(VERSION);
    }

    private static ByteBuffer finish(PayloadWriter out) {
        return ByteBuffer.wrap(out.toBytes());
    }
}
