package io.ringmq.remoting.transport;

import io.ringmq.remoting.protocol.Command;
import java.util.concurrent.atomic.AtomicBoolean;

/** A request that is being handled, and the memory it holds until it is answered. */
final class PendingReply implements Responder {
    private final ChannelConnection connection;
    private final Command request;
    private final int sizeBytes;
    private final AtomicBoolean answered = new AtomicBoolean();

    PendingReply(ChannelConnection connection, Command request, int sizeBytes) {
        this.connection = connection;
        this.request = request;
        this.sizeBytes = sizeBytes;
    }

    Command request() {
        return request;
    }

    @Override
    public Connection connection() {
        return connection;
    }

    @Override
    public void reply(Command response) {
        if (response.opaque() != request.opaque() || !response.isResponse()) {
            throw new IllegalStateException("not a response to this request of code " + request.code());
        }
        if (!replyFirst(response)) {
            throw new IllegalStateException("request code " + request.code() + " was answered before");
        }
    }

    /** Sends the answer unless there was one before; returns whether it was the first. */
    boolean replyFirst(Command response) {
        if (request.isOneway()) {
            return true;
        }
        boolean first = answered.compareAndSet(false, true);
        if (first) {
            connection.answer(response, sizeBytes);
        }
        return first;
    }

    /** Called when the handler has returned: nothing else tells that a oneway request is done with. */
    void handlerReturned() {
        if (request.isOneway()) {
            connection.releaseInFlight(sizeBytes);
        }
    }
}
