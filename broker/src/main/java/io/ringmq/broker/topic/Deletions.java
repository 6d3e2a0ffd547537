package io.ringmq.broker.topic;

import io.ringmq.broker.state.CatalogView;
import io.ringmq.broker.state.Records;
import io.ringmq.broker.state.TopicConfig;
import io.ringmq.remoting.message.TopicNames;
import io.ringmq.store.record.ProposedRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The records that delete a topic or a group and the retry topics that popping has made for it, which nobody else finds. One that
 * is made at the same moment, by a redelivery under way, remains, empty.
 */
final class Deletions {

    private Deletions() {}

    static List<ProposedRecord> ofTopic(CatalogView catalog, String topic) {
        return deletions(
                Records.deleteTopic(topic), catalog, retry -> TopicNames.isPopRetryOfTopic(retry.name(), topic));
    }

    /** @param cleanOffset whether the progress of the group is to go, too */
    static List<ProposedRecord> ofGroup(CatalogView catalog, String group, boolean cleanOffset) {
        return deletions(
                Records.deleteGroup(group, cleanOffset),
                catalog,
                retry -> TopicNames.isPopRetryOfGroup(retry.name(), group));
    }

    private static List<ProposedRecord> deletions(
            ProposedRecord first, CatalogView catalog, Predicate<TopicConfig> along) {
        List<ProposedRecord> records = new ArrayList<>();
        records.add(first);
        catalog.topics().stream()
                .filter(along)
                .map(TopicConfig::name)
                .sorted()
                .map(Records::deleteTopic)
                .forEach(records::add);
        return records;
    }
}
