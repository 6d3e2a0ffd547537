package io.ringmq.broker.transaction;

import io.ringmq.broker.message.MessageRecords;
import io.ringmq.broker.state.HalfMessage;
import io.ringmq.broker.state.TransactionRecords;
import io.ringmq.broker.state.TransactionView;
import io.ringmq.remoting.message.MessageLayout;
import io.ringmq.remoting.message.MessageProperties;
import io.ringmq.remoting.message.PropertyNames;
import io.ringmq.remoting.message.SysFlags;
import io.ringmq.remoting.message.WireMessage;
import io.ringmq.remoting.protocol.CommandException;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.store.record.ProposedRecord;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * Makes records of the messages that producers send: half messages of those that belong to a transaction, ordinary ones
 * of the others. Thread-safe.
 */
public final class IncomingRecords {
    /** Transactions that may be pending. What is known of one takes about 300 bytes of memory. */
    static final int MAX_PENDING = 100_000;

    /** Bytes of half messages that may be pending; they lie in the state on disk. */
    static final long MAX_PENDING_BYTES = 1L << 30;

    /** The longest time for which a message may keep its producer from being asked. */
    static final long MAX_IMMUNITY_MS = 3 * 24 * 3_600_000L;

    private final MessageRecords records;
    private final TransactionView transactions;
    private final TransactionSettings settings;

    public IncomingRecords(MessageRecords records, TransactionView transactions, TransactionSettings settings) {
        this.records = records;
        this.transactions = transactions;
        this.settings = settings;
    }

    /** Whether a message is to be seen only when its producer commits it. */
    public static boolean isHalf(WireMessage message) {
        return SysFlags.transaction(message.sysFlag()) == SysFlags.TRANSACTION_PREPARED
                || Boolean.parseBoolean(MessageProperties.find(message.properties(), PropertyNames.TRAN_MSG));
    }

    /** The same message without what makes it a part of a transaction. */
    public static WireMessage withoutTransaction(WireMessage message) {
        return message.withSysFlag(SysFlags.withTransaction(message.sysFlag(), SysFlags.TRANSACTION_NONE))
                .withProperties(MessageProperties.without(message.properties(), PropertyNames.TRAN_MSG));
    }

    /** The address that is part of the ids of messages stored here. */
    public InetSocketAddress storeHost() {
        return records.storeHost();
    }

    /**
     * The record of a message.
     *
     * @throws CommandException MESSAGE_ILLEGAL if it cannot be stored, SYSTEM_BUSY if too many transactions are pending
     */
    public ProposedRecord of(WireMessage message) {
        return isHalf(message) ? half(message) : records.ofSent(message);
    }

    private ProposedRecord half(WireMessage message) {
        requireRoom();
        String group = MessageProperties.find(message.properties(), PropertyNames.PGROUP);
        if (group == null || group.isEmpty()) {
            throw new CommandException(
                    ResponseCode.MESSAGE_ILLEGAL,
                    "a message of a transaction needs the property PGROUP, the group whose producers are asked about it");
        }
        String id = Objects.requireNonNull(MessageProperties.find(message.properties(), PropertyNames.UNIQ_KEY));
        try {
            WireMessage stored = records.stamped(prepared(message, id));
            ByteBuffer encoded = MessageLayout.encode(stored);
            long firstCheckMs = stored.storeTimestampMs() + untilFirstCheckMs(message);
            return TransactionRecords.half(new HalfMessage(group, id, firstCheckMs, encoded));
        } catch (IllegalArgumentException e) {
            throw new CommandException(
                    ResponseCode.MESSAGE_ILLEGAL, "the message cannot be stored: " + e.getMessage(), e);
        }
    }

    private void requireRoom() {
        if (transactions.pendingCount() >= MAX_PENDING || transactions.pendingBytes() >= MAX_PENDING_BYTES) {
            throw new CommandException(
                    ResponseCode.SYSTEM_BUSY,
                    transactions.pendingCount() + " transactions of " + transactions.pendingBytes()
                            + " bytes wait for their end, no more are taken: commit or roll back, or send again later");
        }
    }

    /** Stock producers clear the delay themselves: there are no delayed messages in transactions. */
    private static WireMessage prepared(WireMessage message, String id) {
        String properties = MessageProperties.without(message.properties(), PropertyNames.DELAY);
        properties = MessageProperties.with(properties, PropertyNames.TRAN_MSG, "true");
        properties = MessageProperties.with(properties, PropertyNames.TRANSACTION_ID, id);
        return message.withSysFlag(SysFlags.withTransaction(message.sysFlag(), SysFlags.TRANSACTION_PREPARED))
                .withProperties(properties);
    }

    private long untilFirstCheckMs(WireMessage message) {
        String seconds = MessageProperties.find(message.properties(), PropertyNames.CHECK_IMMUNITY_TIME_IN_SECONDS);
        if (seconds == null || !seconds.matches("[0-9]{1,9}")) {
            return settings.timeoutMs();
        }
        return Math.min(MAX_IMMUNITY_MS, Long.parseLong(seconds) * 1_000);
    }
}
