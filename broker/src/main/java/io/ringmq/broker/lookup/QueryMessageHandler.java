package io.ringmq.broker.lookup;

import io.ringmq.broker.message.StoredMessages;
import io.ringmq.broker.proposal.Proposals;
import io.ringmq.broker.state.RingView;
import io.ringmq.raft.RaftGroup;
import io.ringmq.remoting.header.QueryMessageHeader;
import io.ringmq.remoting.header.QueryMessageResponseHeader;
import io.ringmq.remoting.message.MessageLayout;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.CommandException;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.RequestHandler;
import io.ringmq.remoting.transport.Responder;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * QUERY_MESSAGE (12): messages of a topic by a key or by their unique id, stored in a span of time, newest first. Reads the
 * log, so it belongs on a worker.
 *
 * <p>A follower that knows of a leader refers to it: a route shows a ring under two names, clients ask both and would
 * report every message twice.
 *
 * <p>The messages bear the address of this replica as their store host. It becomes part of the id under which tools ask for
 * the message next, and who stored it may be gone.
 */
public final class QueryMessageHandler implements RequestHandler {
    /** Most messages in an answer, as with stock brokers. */
    static final int MAX_MESSAGES = 64;

    private static final String BY_TAG = "T";

    private final Proposals proposals;
    private final RaftGroup group;
    private final RingView view;
    private final StoredMessages stored;
    private final InetSocketAddress ownAddress;

    /** @param ownAddress resolved address that clients reach this replica by */
    public QueryMessageHandler(
            Proposals proposals, RaftGroup group, RingView view, StoredMessages stored, InetSocketAddress ownAddress) {
        this.proposals = proposals;
        this.group = group;
        this.view = view;
        this.stored = stored;
        this.ownAddress = ownAddress;
    }

    @Override
    public void handle(Command request, Responder responder) {
        QueryMessageHeader header = checked(QueryMessageHeader.parse(request));
        Command refusal = group.leader() == null ? null : proposals.followerRefusal(request);
        if (refusal != null) {
            responder.reply(refusal);
            return;
        }
        int max = Math.min(header.maxMessages(), MAX_MESSAGES);
        List<ByteBuffer> found = new MessageSearch(header, view, stored).run(max);
        if (found.isEmpty()) {
            throw new CommandException(
                    ResponseCode.QUERY_NOT_FOUND,
                    "can not find message, maybe time range not correct: topic " + header.topic() + ", key "
                            + header.key());
        }
        found.forEach(message -> MessageLayout.stampStoreHost(message, 0, ownAddress));
        responder.reply(answer(request, found));
    }

    private static QueryMessageHeader checked(QueryMessageHeader header) {
        if (header.key().isEmpty()) {
            throw new CommandException(ResponseCode.INVALID_PARAMETER, "the key is empty: name the key to look up");
        }
        if (header.maxMessages() < 1) {
            throw new CommandException(
                    ResponseCode.INVALID_PARAMETER, "maxNum must be at least 1 but is " + header.maxMessages());
        }
        if (BY_TAG.equals(header.indexType())) {
            throw new CommandException(
                    ResponseCode.INVALID_PARAMETER,
                    "messages are not indexed by their tags: look them up by key, or consume with the tag as filter");
        }
        if (header.lastKey() != null && !header.lastKey().isEmpty()) {
            throw new CommandException(
                    ResponseCode.INVALID_PARAMETER,
                    "a search is not continued by lastKey: set endTimestamp to the store time of the oldest message found");
        }
        return header;
    }

    private static Command answer(Command request, List<ByteBuffer> found) {
        ByteBuffer body = ByteBuffer.allocate(
                found.stream().mapToInt(ByteBuffer::remaining).sum());
        found.forEach(message -> body.put(message.duplicate()));
        ByteBuffer newest = found.get(0);
        return request.reply(ResponseCode.SUCCESS, null)
                .withHeader(new QueryMessageResponseHeader(
                        MessageLayout.storeTimestampMs(newest, 0), MessageLayout.physicalOffset(newest, 0)))
                .withBody(body.flip());
    }
}
