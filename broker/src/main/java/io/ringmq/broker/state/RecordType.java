package io.ringmq.broker.state;

/** The types of the records in a ring's log. Stored: never give a number a new meaning. */
public final class RecordType {

    /** A message in the layout of the RocketMQ protocol, its queue offset and physical offset zero. */
    public static final byte MESSAGE = 1;

    public static final byte COMMIT_OFFSETS = 2;
    public static final byte PUT_TOPIC = 3;
    public static final byte DELETE_TOPIC = 4;
    public static final byte PUT_GROUP = 5;
    public static final byte DELETE_GROUP = 6;

    /** Lets the records that follow it apply only if a committed offset has the expected value. */
    public static final byte CONDITION = 7;

    /** Where clients find the leader of a term. */
    public static final byte LEADER_ADDRESS = 8;

    /** Changes nothing: replicas digest themselves as of the entry that carries it. */
    public static final byte VERIFY = 9;

    /** A consumer asks for queues that it wants to consume in order, or renews its locks. */
    public static final byte LOCK_QUEUES = 10;

    public static final byte UNLOCK_QUEUES = 11;

    /** Removes the locks that have expired by the clock of the leader. */
    public static final byte EXPIRE_LOCKS = 12;

    /** Offsets at which the consumers of groups are to go on; the payload is that of COMMIT_OFFSETS. */
    public static final byte RESET_OFFSETS = 13;

    /** A consumer group pops messages of a queue; see {@link PopCodec} for all of these. */
    public static final byte POP_TAKE = 20;

    /** Popped messages were consumed. */
    public static final byte POP_ACK = 21;

    /** A popped message gets another invisible time. */
    public static final byte POP_CHANGE = 22;

    /** Lets the copy of a popped message behind it apply only if the message is in flight. */
    public static final byte POP_REVIVE = 23;

    /** How a group consumes a topic: by pulling or by popping. */
    public static final byte POP_MODE = 24;

    /** As POP_TAKE, for consumers that want the messages of a queue in order. */
    public static final byte POP_TAKE_ORDERED = 25;

    /** As POP_ACK, for what was popped in order. */
    public static final byte POP_ACK_ORDERED = 26;

    /** As POP_CHANGE, for what was popped in order. */
    public static final byte POP_CHANGE_ORDERED = 27;

    /** Begins a transaction with a message nobody sees yet; see {@link TransactionCodec} for all of these. */
    public static final byte HALF_MESSAGE = 30;

    /** Ends a transaction, and lets the copy of its message behind it apply only if it was pending. */
    public static final byte END_TRANSACTION = 31;

    /** A producer is asked how a transaction ends. */
    public static final byte CHECK_TRANSACTION = 32;

    /** A message that waits for its time; see {@link TimerCodec} for all of these. */
    public static final byte TIMED_MESSAGE = 40;

    /** Lets the timed message behind it apply only if it waits. */
    public static final byte FIRE_TIMER = 41;

    /** A timed message is not to be delivered. */
    public static final byte RECALL_TIMER = 42;

    /** Lets the messages of a send behind it apply only if it is no retry of one that was stored; see {@link SendOnce}. */
    public static final byte SEND_ONCE = 50;

    /** Makes a producer known that numbers its messages; see {@link ProducerCodec} for both of these. */
    public static final byte OPEN_PRODUCER = 51;

    /** Lets the messages of a send behind it apply only if no message with their numbers was stored. */
    public static final byte SEND_SEQUENCED = 52;

    /** A message that applies only if it is no retry of a send that was stored; its unique id tells, see {@link Appends}. */
    public static final byte MESSAGE_ONCE = 53;

    private RecordType() {}

    /** Whether the payload of such a record is a message that goes into its queue as the record is applied. */
    public static boolean isMessage(byte type) {
        return type == MESSAGE || type == MESSAGE_ONCE;
    }
}
