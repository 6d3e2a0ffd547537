package io.ringmq.broker.topic;

import io.ringmq.broker.state.CatalogView;
import io.ringmq.broker.state.GroupConfig;
import io.ringmq.broker.state.Records;
import io.ringmq.broker.state.SystemTopics;
import io.ringmq.broker.state.TopicConfig;
import io.ringmq.remoting.message.GroupNames;
import io.ringmq.remoting.protocol.CommandException;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.store.record.ProposedRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the topics and groups a request is about, or makes up those that RocketMQ creates on first use. What is made up
 * comes with the record that creates it, to be proposed together with the first message. Thread-safe.
 */
public final class TopicSource {
    private static final int READ_WRITE = TopicConfig.READ | TopicConfig.WRITE;

    private final CatalogView catalog;
    private final AutoCreation autoCreation;

    public TopicSource(CatalogView catalog, AutoCreation autoCreation) {
        this.catalog = catalog;
        this.autoCreation = autoCreation;
    }

    /**
     * A topic to send to.
     *
     * @param creation creates the topic if nobody else has meanwhile; null if it exists
     */
    public record Found(TopicConfig config, @Nullable ProposedRecord creation) {
        /** The records to propose in front of the messages. */
        public List<ProposedRecord> creations() {
            return creation == null ? List.of() : List.of(creation);
        }
    }

    /** The topic, or null if it does not exist. */
    public @Nullable Found existing(String topic) {
        TopicConfig config = catalog.topic(topic);
        return config == null ? null : new Found(config, null);
    }

    /**
     * The topic of a send. An unknown one is modelled on the topic that the producer names, usually TBW102, if that
     * one may be inherited from: as many queues as the producer asks for and the model has, and its permission.
     *
     * @return null if the topic does not exist and may not be created
     */
    public @Nullable Found forSend(String topic, String modelTopic, int wantedQueues) {
        Found existing = existing(topic);
        if (existing != null) {
            return existing;
        }
        TopicConfig model = catalog.topic(modelTopic);
        boolean switchedOff = modelTopic.equals(SystemTopics.AUTO_CREATE) && !autoCreation.topics();
        if (model == null || !model.inheritable() || switchedOff) {
            return null;
        }
        int queues = Math.max(0, Math.min(wantedQueues, model.writeQueues()));
        int permission = model.permission() & ~TopicConfig.INHERIT;
        return created(new TopicConfig(
                topic, queues, queues, permission, model.filterType(), model.sysFlag(), false, model.attributes()));
    }

    /** A topic that the broker needs, such as a retry topic, with this many queues if it must be created. */
    public Found internal(String topic, int queues) {
        Found existing = existing(topic);
        return existing != null ? existing : created(TopicConfig.of(topic, queues, READ_WRITE));
    }

    /**
     * The group; a default one if it is unknown and groups may be created on first use, else null.
     *
     * @throws CommandException INVALID_PARAMETER if no group can have this name
     */
    public @Nullable GroupConfig group(String name) {
        GroupConfig config = catalog.group(name);
        if (config != null) {
            return config;
        }
        String reason = GroupNames.reasonInvalid(name);
        if (reason != null) {
            throw new CommandException(ResponseCode.INVALID_PARAMETER, reason);
        }
        return autoCreation.groups() ? GroupConfig.of(name) : null;
    }

    private static Found created(TopicConfig config) {
        return new Found(config, Records.putTopic(config, true));
    }
}
