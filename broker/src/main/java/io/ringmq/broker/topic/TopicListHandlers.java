package io.ringmq.broker.topic;

import io.ringmq.broker.state.CatalogView;
import io.ringmq.broker.state.SystemTopics;
import io.ringmq.broker.state.TopicConfig;
import io.ringmq.remoting.body.TopicList;
import io.ringmq.remoting.header.GetTopicConfigHeader;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.CommandException;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.RequestHandler;
import io.ringmq.remoting.transport.Responder;
import java.util.List;

/** What tools read about topics: all of them (21), one (351), the names of the broker's own (305). */
public final class TopicListHandlers {
    /** Tells 5.5 tools that the table is complete; they ask for the rest otherwise. */
    private static final String TOTAL_TOPICS = "totalTopicNum";

    private final CatalogView catalog;
    private final TopicTable table;

    public TopicListHandlers(CatalogView catalog, TopicTable table) {
        this.catalog = catalog;
        this.table = table;
    }

    /** GET_ALL_TOPIC_CONFIG. */
    public RequestHandler all() {
        return (request, responder) -> responder.reply(request.reply(ResponseCode.SUCCESS, null)
                .withField(TOTAL_TOPICS, Integer.toString(catalog.topics().size()))
                .withBody(table.current().encode()));
    }

    /** GET_TOPIC_CONFIG. */
    public RequestHandler one() {
        return this::answerOne;
    }

    private void answerOne(Command request, Responder responder) {
        String name = GetTopicConfigHeader.parse(request).topic();
        TopicConfig topic = catalog.topic(name);
        if (topic == null) {
            throw new CommandException(ResponseCode.TOPIC_NOT_EXIST, "No topic in this broker. topic: " + name);
        }
        responder.reply(request.reply(ResponseCode.SUCCESS, null)
                .withBody(Bodies.of(topic).encode()));
    }

    /** GET_SYSTEM_TOPIC_LIST_FROM_BROKER. */
    public RequestHandler system() {
        return (request, responder) -> {
            List<String> names = catalog.topics().stream()
                    .map(TopicConfig::name)
                    .filter(SystemTopics::isSystem)
                    .sorted()
                    .toList();
            responder.reply(request.reply(ResponseCode.SUCCESS, null).withBody(new TopicList(names, null).encode()));
        };
    }
}
