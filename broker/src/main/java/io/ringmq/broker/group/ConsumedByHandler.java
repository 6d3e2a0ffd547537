package io.ringmq.broker.group;

import io.ringmq.broker.state.OffsetView;
import io.ringmq.remoting.body.GroupList;
import io.ringmq.remoting.header.QueryTopicConsumeByWhoHeader;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.RequestHandler;
import io.ringmq.remoting.transport.Responder;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** QUERY_TOPIC_CONSUME_BY_WHO (300): the groups with progress in a topic, and those that subscribe to it now. */
public final class ConsumedByHandler implements RequestHandler {
    private final OffsetView offsets;
    private final Membership membership;

    public ConsumedByHandler(OffsetView offsets, Membership membership) {
        this.offsets = offsets;
        this.membership = membership;
    }

    @Override
    public void handle(Command request, Responder responder) {
        String topic = QueryTopicConsumeByWhoHeader.parse(request).topic();
        Set<String> groups = new TreeSet<>(offsets.groupsConsuming(topic));
        membership.consumers().profiles().forEach((group, profile) -> {
            if (profile.subscriptions().containsKey(topic)) {
                groups.add(group);
            }
        });
        responder.reply(
                request.reply(ResponseCode.SUCCESS, null).withBody(new GroupList(List.copyOf(groups)).encode()));
    }
}
