package io.ringmq.broker.lock;

import io.ringmq.broker.state.LockRequest;
import io.ringmq.broker.state.TopicQueue;
import io.ringmq.remoting.body.LockBatchBody;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.CommandException;
import io.ringmq.remoting.protocol.ResponseCode;
import java.util.List;

/** What a request about locks asks for, checked. */
final class LockRequests {
    private static final int MAX_NAME_CHARS = 255;

    private LockRequests() {}

    /** @throws CommandException INVALID_PARAMETER if the body is not what a client may ask for */
    static LockBatchBody parse(Command request) {
        LockBatchBody body = LockBatchBody.decode(request.body());
        requireName("consumerGroup", body.consumerGroup());
        requireName("clientId", body.clientId());
        if (body.queues().size() > LockRequest.MAX_QUEUES) {
            throw refused(body.queues().size() + " queues in one request, at most " + LockRequest.MAX_QUEUES
                    + " are taken: ask for them in several");
        }
        body.queues().forEach(queue -> requireName("topic", queue.topic()));
        return body;
    }

    private static void requireName(String what, String name) {
        if (name.isEmpty() || name.length() > MAX_NAME_CHARS) {
            throw refused("a " + what + " of " + name.length() + " characters; it has 1 to " + MAX_NAME_CHARS);
        }
    }

    private static CommandException refused(String reason) {
        return new CommandException(ResponseCode.INVALID_PARAMETER, reason);
    }

    /** The queues as the ring knows them; the broker name is the client's way to address the ring. */
    static List<TopicQueue> queues(LockBatchBody body) {
        return body.queues().stream()
                .map(queue -> new TopicQueue(queue.topic(), queue.queueId()))
                .toList();
    }
}
