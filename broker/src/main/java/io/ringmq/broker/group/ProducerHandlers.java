package io.ringmq.broker.group;

import io.ringmq.remoting.body.ClientConnection;
import io.ringmq.remoting.body.ProducerConnectionBody;
import io.ringmq.remoting.body.ProducerTableBody;
import io.ringmq.remoting.body.ProducerTableBody.Producer;
import io.ringmq.remoting.header.GetProducerConnectionListHeader;
import io.ringmq.remoting.protocol.CommandException;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.RequestHandler;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What tools ask about the producers connected to this replica: those of a group (204), all of them (328). */
public final class ProducerHandlers {
    private final MemberTable producers;

    public ProducerHandlers(Membership membership) {
        this.producers = membership.producers();
    }

    /** GET_PRODUCER_CONNECTION_LIST. */
    public RequestHandler ofGroup() {
        return (request, responder) -> {
            String group = GetProducerConnectionListHeader.parse(request).producerGroup();
            Collection<Member> members = producers.members(group).values();
            if (members.isEmpty()) {
                throw new CommandException(
                        ResponseCode.SYSTEM_ERROR, "the producer group[" + group + "] not exist: nobody is connected");
            }
            List<ClientConnection> connections = members.stream()
                    .map(member -> new ClientConnection(
                            member.clientId(),
                            member.connection().remoteAddress(),
                            member.language().name(),
                            member.version()))
                    .toList();
            responder.reply(request.reply(ResponseCode.SUCCESS, null)
                    .withBody(new ProducerConnectionBody(connections).encode()));
        };
    }

    /** GET_ALL_PRODUCER_INFO. */
    public RequestHandler all() {
        return (request, responder) -> {
            Map<String, List<Producer>> groups = new TreeMap<>();
            for (String group : producers.groups()) {
                groups.put(
                        group,
                        producers.members(group).values().stream()
                                .map(ProducerHandlers::producer)
                                .toList());
            }
            responder.reply(request.reply(ResponseCode.SUCCESS, null).withBody(new ProducerTableBody(groups).encode()));
        };
    }

    private static Producer producer(Member member) {
        return new Producer(
                member.clientId(),
                member.connection().remoteAddress(),
                member.language().name(),
                member.version(),
                member.lastSeenMs());
    }
}
