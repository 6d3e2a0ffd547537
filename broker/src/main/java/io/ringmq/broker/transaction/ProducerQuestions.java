package io.ringmq.broker.transaction;

import io.ringmq.broker.group.Member;
import io.ringmq.broker.group.MemberTable;
import io.ringmq.broker.state.PendingTransaction;
import io.ringmq.remoting.header.CheckTransactionStateHeader;
import io.ringmq.remoting.message.MessageIds;
import io.ringmq.remoting.message.MessageLayout;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.RequestCode;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a producer how a transaction ends (CHECK_TRANSACTION_STATE, 39): any one of the group that is connected to this
 * node, another one each time. The answer comes as an END_TRANSACTION, or not at all.
 */
final class ProducerQuestions {
    private static final Logger LOG = LoggerFactory.getLogger(ProducerQuestions.class);

    private final MemberTable producers;
    private final InetSocketAddress storeHost;

    /** @param storeHost address in the ids of messages stored here */
    ProducerQuestions(MemberTable producers, InetSocketAddress storeHost) {
        this.producers = producers;
        this.storeHost = storeHost;
    }

    /** @param message the half message in the wire layout; becomes the body of the question */
    void ask(PendingTransaction half, ByteBuffer message) {
        Member member = choose(half);
        if (member == null) {
            LOG.debug("no producer of group {} is here to be asked about transaction {}", half.group(), half.number());
            return;
        }
        MessageLayout.stampOffsets(message, 0, half.number(), half.physicalOffset());
        Command question = Command.request(
                        RequestCode.CHECK_TRANSACTION_STATE,
                        new CheckTransactionStateHeader(
                                MessageLayout.topic(message, 0),
                                half.number(),
                                half.physicalOffset(),
                                half.transactionId(),
                                half.transactionId(),
                                MessageIds.encode(storeHost, half.physicalOffset())))
                .withBody(message);
        member.connection().sendOneway(question.oneway());
    }

    private @Nullable Member choose(PendingTransaction half) {
        List<Member> group = List.copyOf(producers.members(half.group()).values());
        for (int i = 0; i < group.size(); i++) {
            Member member = group.get((half.checks() + i) % group.size());
            if (member.connection().isOpen()) {
                return member;
            }
        }
        return null;
    }
}
