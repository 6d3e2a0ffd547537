package io.ringmq.remoting.message;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * One message as stock clients see it. A value; the {@code with} methods share the body.
 *
 * @param flag the sender's own flag, not interpreted
 * @param queueOffset position in its queue, counted in messages
 * @param physicalOffset position of the record in the log, in bytes
 * @param sysFlag bits of {@link SysFlags}; {@link MessageLayout#write} sets the two address bits itself
 * @param bornHost the sender's address, resolved
 * @param storeHost address of the broker that stored it, resolved
 * @param preparedTransactionOffset physical offset of the half message, 0 if not transactional
 * @param body bytes between position and limit, shared, read only by convention
 * @param properties encoded as {@link MessageProperties} describes
 */
public record WireMessage(
        String topic,
        int queueId,
        int flag,
        long queueOffset,
        long physicalOffset,
        int sysFlag,
        long bornTimestampMs,
        InetSocketAddress bornHost,
        long storeTimestampMs,
        InetSocketAddress storeHost,
        int reconsumeTimes,
        long preparedTransactionOffset,
        ByteBuffer body,
        String properties) {

    public WireMessage {
        Objects.requireNonNull(topic, "topic");
        Objects.requireNonNull(bornHost, "bornHost");
        Objects.requireNonNull(storeHost, "storeHost");
        Objects.requireNonNull(body, "body");
        Objects.requireNonNull(properties, "properties");
    }

    /** The same message under another topic. */
    public WireMessage withTopic(String newTopic) {
        return new WireMessage(
                newTopic,
                queueId,
                flag,
                queueOffset,
                physicalOffset,
                sysFlag,
                bornTimestampMs,
                bornHost,
                storeTimestampMs,
                storeHost,
                reconsumeTimes,
                preparedTransactionOffset,
                body,
                properties);
    }

    /** The same message in another queue. */
    public WireMessage withQueueId(int newQueueId) {
        return new WireMessage(
                topic,
                newQueueId,
                flag,
                queueOffset,
                physicalOffset,
                sysFlag,
                bornTimestampMs,
                bornHost,
                storeTimestampMs,
                storeHost,
                reconsumeTimes,
                preparedTransactionOffset,
                body,
                properties);
    }

    /** The same message at other offsets. */
    public WireMessage withOffsets(long newQueueOffset, long newPhysicalOffset) {
        return new WireMessage(
                topic,
                queueId,
                flag,
                newQueueOffset,
                newPhysicalOffset,
                sysFlag,
                bornTimestampMs,
                bornHost,
                storeTimestampMs,
                storeHost,
                reconsumeTimes,
                preparedTransactionOffset,
                body,
                properties);
    }

    /** The same message with other sysFlag bits. */
    public WireMessage withSysFlag(int newSysFlag) {
        return new WireMessage(
                topic,
                queueId,
                flag,
                queueOffset,
                physicalOffset,
                newSysFlag,
                bornTimestampMs,
                bornHost,
                storeTimestampMs,
                storeHost,
                reconsumeTimes,
                preparedTransactionOffset,
                body,
                properties);
    }

    /** The same message stored by another broker at another time. */
    public WireMessage withStore(long newStoreTimestampMs, InetSocketAddress newStoreHost) {
        return new WireMessage(
                topic,
                queueId,
                flag,
                queueOffset,
                physicalOffset,
                sysFlag,
                bornTimestampMs,
                bornHost,
                newStoreTimestampMs,
                newStoreHost,
                reconsumeTimes,
                preparedTransactionOffset,
                body,
                properties);
    }

    /** The same message with another count of redeliveries. */
    public WireMessage withReconsumeTimes(int newReconsumeTimes) {
        return new WireMessage(
                topic,
                queueId,
                flag,
                queueOffset,
                physicalOffset,
                sysFlag,
                bornTimestampMs,
                bornHost,
                storeTimestampMs,
                storeHost,
                newReconsumeTimes,
                preparedTransactionOffset,
                body,
                properties);
    }

    /** The same message as the end of another transaction. */
    public WireMessage withPreparedTransactionOffset(long newOffset) {
        return new WireMessage(
                topic,
                queueId,
                flag,
                queueOffset,
                physicalOffset,
                sysFlag,
                bornTimestampMs,
                bornHost,
                storeTimestampMs,
                storeHost,
                reconsumeTimes,
                newOffset,
                body,
                properties);
    }

    /** The same message with another body. */
    public WireMessage withBody(ByteBuffer newBody) {
        return new WireMessage(
                topic,
                queueId,
                flag,
                queueOffset,
                physicalOffset,
                sysFlag,
                bornTimestampMs,
                bornHost,
                storeTimestampMs,
                storeHost,
                reconsumeTimes,
                preparedTransactionOffset,
                newBody,
                properties);
    }

    /** The same message with another encoded property string. */
    public WireMessage withProperties(String newProperties) {
        return new WireMessage(
                topic,
                queueId,
                flag,
                queueOffset,
                physicalOffset,
                sysFlag,
                bornTimestampMs,
                bornHost,
                storeTimestampMs,
                storeHost,
                reconsumeTimes,
                preparedTransactionOffset,
                body,
                newProperties);
    }
}
