package io.ringmq.raft.rpc;

import com.google.protobuf.Message;
import java.util.ArrayDeque;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Returns the responses of one group on one data connection in the order of their requests: most come from the disk
 * thread after the append, refusals come at once. It lives and dies with the connection, so a new connection starts
 * afresh.
 */
final class ResponseSequence {

    private static final class Slot {
        private final int correlation;
        private @Nullable Message response;

        Slot(int correlation) {
            this.correlation = correlation;
        }
    }

    private final BiConsumer<Integer, Message> sender;
    private final ArrayDeque<Slot> slots = new ArrayDeque<>();

    ResponseSequence(BiConsumer<Integer, Message> sender) {
        this.sender = sender;
    }

    /** Takes the next place; what is returned sends the response, once every earlier one has been sent. */
    synchronized Responder next(int correlation) {
        Slot slot = new Slot(correlation);
        slots.add(slot);
        return new Responder(message -> complete(slot, message));
    }

    private synchronized void complete(Slot slot, Message message) {
        slot.response = message;
        for (Slot head = slots.peek(); head != null && head.response != null; head = slots.peek()) {
            slots.remove();
            sender.accept(head.correlation, head.response);
        }
    }
}
