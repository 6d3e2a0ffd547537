package io.ringmq.broker.topic;

import io.ringmq.broker.state.CatalogView;
import io.ringmq.broker.state.TopicConfig;
import io.ringmq.remoting.body.DataVersion;
import io.ringmq.remoting.body.TopicConfigTable;
import java.time.Clock;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * All topics of the ring as the protocol writes them, with a version that nameservers and tools compare: the Raft term
 * first, so that the table of a deposed leader loses, then the number of changes.
 */
public final class TopicTable {
    private final CatalogView catalog;
    private final LongSupplier term;
    private final Clock clock;

    public TopicTable(CatalogView catalog, LongSupplier term, Clock clock) {
        this.catalog = catalog;
        this.term = term;
        this.clock = clock;
    }

    /** The topics now, as of the current term. */
    public TopicConfigTable current() {
        return current(term.getAsLong());
    }

    /** The topics now, as told by whoever leads in this term. */
    public TopicConfigTable current(long asOfTerm) {
        DataVersion version = version(asOfTerm);
        List<TopicConfig> sorted = catalog.topics().stream()
                .sorted(Comparator.comparing(TopicConfig::name))
                .toList();
        Map<String, io.ringmq.remoting.body.TopicConfig> topics = new LinkedHashMap<>();
        sorted.forEach(topic -> topics.put(topic.name(), Bodies.of(topic)));
        return new TopicConfigTable(version, topics);
    }

    /** The version of {@link #current()}. */
    public DataVersion version() {
        return version(term.getAsLong());
    }

    /** The term is that of the caller, the rest as of now. */
    private DataVersion version(long asOfTerm) {
        return new DataVersion(asOfTerm, clock.millis(), catalog.topicVersion());
    }
}
