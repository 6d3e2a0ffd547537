package io.ringmq.broker.topic;

import io.ringmq.broker.proposal.Proposals;
import io.ringmq.broker.state.CatalogView;
import io.ringmq.broker.state.Records;
import io.ringmq.broker.state.SystemTopics;
import io.ringmq.broker.state.TopicConfig;
import io.ringmq.remoting.header.CreateTopicHeader;
import io.ringmq.remoting.message.TopicNames;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.CommandException;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.RequestHandler;
import io.ringmq.remoting.transport.Responder;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** UPDATE_AND_CREATE_TOPIC (17): answered once the topic is replicated and the nameservers know it. */
public final class UpdateTopicHandler implements RequestHandler {
    private final Proposals proposals;
    private final CatalogView catalog;
    private final RouteAnnouncement announcement;

    public UpdateTopicHandler(Proposals proposals, CatalogView catalog, RouteAnnouncement announcement) {
        this.proposals = proposals;
        this.catalog = catalog;
        this.announcement = announcement;
    }

    @Override
    public void handle(Command request, Responder responder) {
        Command refusal = proposals.refusal(request);
        if (refusal != null) {
            responder.reply(refusal);
            return;
        }
        CreateTopicHeader header = CreateTopicHeader.parse(request);
        requireChangeable(header.topic());
        proposals.propose(
                request,
                new AfterRoutes(responder, announcement),
                List.of(Records.putTopic(config(header), false)),
                results -> request.reply(ResponseCode.SUCCESS, null));
    }

    static void requireChangeable(String topic) {
        String reason = TopicNames.reasonInvalid(topic);
        if (reason != null) {
            throw new CommandException(ResponseCode.INVALID_PARAMETER, reason);
        }
        if (SystemTopics.isSystem(topic)) {
            throw new CommandException(
                    ResponseCode.INVALID_PARAMETER, "The topic[" + topic + "] is conflict with system topic.");
        }
    }

    private TopicConfig config(CreateTopicHeader header) {
        TopicConfig known = catalog.topic(header.topic());
        try {
            return new TopicConfig(
                    header.topic(),
                    header.readQueueCount(),
                    header.writeQueueCount(),
                    header.perm(),
                    header.topicFilterType(),
                    header.topicSysFlag(),
                    header.order(),
                    attributes(known == null ? Map.of() : known.attributes(), header.attributes()));
        } catch (IllegalArgumentException e) {
            throw new CommandException(ResponseCode.INVALID_PARAMETER, String.valueOf(e.getMessage()), e);
        }
    }

    /** Attributes come as changes: {@code +name=value} sets one, {@code -name} removes it. */
    private static Map<String, String> attributes(Map<String, String> known, @Nullable String changes) {
        Map<String, String> attributes = new TreeMap<>(known);
        if (changes == null || changes.isBlank()) {
            return attributes;
        }
        for (String change : changes.split(",")) {
            int equals = change.indexOf('=');
            if (change.startsWith("+") && equals > 1) {
                attributes.put(change.substring(1, equals), change.substring(equals + 1));
            } else if (change.startsWith("-") && change.length() > 1 && equals < 0) {
                attributes.remove(change.substring(1));
            } else {
                throw new CommandException(
                        ResponseCode.INVALID_PARAMETER,
                        "attribute change '" + change + "' must be +name=value or -name");
            }
        }
        return attributes;
    }
}
