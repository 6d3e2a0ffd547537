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
    private static final List<String> FILTER_TYPES = List.of(TopicConfig.SINGLE_TAG, TopicConfig.MULTI_TAG);
    private static final List<String> TRUTHS = List.of("true", "false");
    private static final int MAX_ATTRIBUTES = 64;
    private static final int MAX_ATTRIBUTE_CHARS = 1_024;

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

    /**
     * A topic as a tool describes it.
     *
     * @throws CommandException INVALID_PARAMETER if it can not be such
     */
    static TopicConfig checked(io.ringmq.remoting.body.TopicConfig body) {
        requireChangeable(body.topicName());
        try {
            return bounded(new TopicConfig(
                    body.topicName(),
                    body.readQueueNums(),
                    body.writeQueueNums(),
                    body.perm(),
                    body.topicFilterType(),
                    body.topicSysFlag(),
                    body.order(),
                    unsigned(body.attributes())));
        } catch (IllegalArgumentException e) {
            throw new CommandException(ResponseCode.INVALID_PARAMETER, String.valueOf(e.getMessage()), e);
        }
    }

    /** What would not fit a record, or mean nothing, is refused before it is proposed. */
    private static TopicConfig bounded(TopicConfig config) {
        if (!FILTER_TYPES.contains(config.filterType())) {
            throw new IllegalArgumentException("the filter type of a topic is one of " + FILTER_TYPES);
        }
        boolean longText = config.attributes().entrySet().stream()
                .anyMatch(attribute -> attribute.getKey().length() > MAX_ATTRIBUTE_CHARS
                        || attribute.getValue().length() > MAX_ATTRIBUTE_CHARS);
        if (longText || config.attributes().size() > MAX_ATTRIBUTES) {
            throw new IllegalArgumentException("a topic has at most " + MAX_ATTRIBUTES
                    + " attributes, names and values of" + " at most " + MAX_ATTRIBUTE_CHARS + " characters");
        }
        String deduplication = config.attributes().getOrDefault(TopicConfig.DEDUPLICATION, "false");
        if (!TRUTHS.contains(deduplication)) {
            throw new IllegalArgumentException(
                    "the attribute " + TopicConfig.DEDUPLICATION + " is one of " + TRUTHS + ", not " + deduplication);
        }
        return config;
    }

    /** In a list, too, tools may write {@code +name} for a value to be set. */
    private static Map<String, String> unsigned(Map<String, String> attributes) {
        Map<String, String> plain = new TreeMap<>();
        attributes.forEach((name, value) -> plain.put(name.startsWith("+") ? name.substring(1) : name, value));
        return plain;
    }

    private TopicConfig config(CreateTopicHeader header) {
        TopicConfig known = catalog.topic(header.topic());
        try {
            return bounded(new TopicConfig(
                    header.topic(),
                    header.readQueueCount(),
                    header.writeQueueCount(),
                    header.perm(),
                    header.topicFilterType(),
                    header.topicSysFlag(),
                    header.order(),
                    attributes(known == null ? Map.of() : known.attributes(), header.attributes())));
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
