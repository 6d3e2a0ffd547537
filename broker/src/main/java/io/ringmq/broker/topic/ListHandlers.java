package io.ringmq.broker.topic;

import io.ringmq.broker.proposal.Proposals;
import io.ringmq.broker.state.CatalogView;
import io.ringmq.broker.state.Records;
import io.ringmq.remoting.body.DeleteListBody;
import io.ringmq.remoting.body.SubscriptionGroupList;
import io.ringmq.remoting.body.TopicConfigList;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.CommandException;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.RequestHandler;
import io.ringmq.remoting.transport.Responder;
import io.ringmq.store.record.ProposedRecord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Many topics or groups at once: UPDATE_AND_CREATE_TOPIC_LIST (18), UPDATE_AND_CREATE_SUBSCRIPTIONGROUP_LIST (225),
 * DELETE_TOPIC_IN_BROKER_LIST (5002) and DELETE_SUBSCRIPTION_GROUP_LIST (5003). All of a list is checked first and then
 * proposed as one; a list with one mistake changes nothing.
 */
public final class ListHandlers {
    /** Longest list, so that it fits a log entry. */
    static final int MAX_ITEMS = 1_000;

    /** Most records of a list of deletions, which come to more than its items. */
    private static final int MAX_RECORDS = 10 * MAX_ITEMS;

    private final Proposals proposals;
    private final CatalogView catalog;
    private final RouteAnnouncement announcement;

    public ListHandlers(Proposals proposals, CatalogView catalog, RouteAnnouncement announcement) {
        this.proposals = proposals;
        this.catalog = catalog;
        this.announcement = announcement;
    }

    /** Makes the records of a request. */
    private interface Change {
        List<ProposedRecord> records(Command request);
    }

    /** UPDATE_AND_CREATE_TOPIC_LIST. */
    public RequestHandler putTopics() {
        return (request, responder) -> propose(
                request,
                responder,
                proposals.refusal(request),
                asked -> requireBounded(TopicConfigList.decode(asked.body()).topics()).stream()
                        .map(topic -> Records.putTopic(UpdateTopicHandler.checked(topic), false))
                        .toList());
    }

    /** UPDATE_AND_CREATE_SUBSCRIPTIONGROUP_LIST. */
    public RequestHandler putGroups() {
        return (request, responder) -> propose(
                request,
                responder,
                proposals.refusal(request),
                asked -> requireBounded(
                                SubscriptionGroupList.decode(asked.body()).groups())
                        .stream()
                        .map(group -> Records.putGroup(GroupConfigHandlers.checked(group), false))
                        .toList());
    }

    /** DELETE_TOPIC_IN_BROKER_LIST. */
    public RequestHandler deleteTopics() {
        return (request, responder) -> propose(request, responder, proposals.followerRefusal(request), asked -> {
            List<ProposedRecord> records = new ArrayList<>();
            for (String topic :
                    requireBounded(DeleteListBody.decode(asked.body()).topics())) {
                UpdateTopicHandler.requireChangeable(topic);
                records.addAll(Deletions.ofTopic(catalog, topic));
            }
            return records;
        });
    }

    /** DELETE_SUBSCRIPTION_GROUP_LIST. */
    public RequestHandler deleteGroups() {
        return (request, responder) -> propose(request, responder, proposals.followerRefusal(request), asked -> {
            DeleteListBody body = DeleteListBody.decode(asked.body());
            requireBounded(body.groups()).forEach(GroupConfigHandlers::requireValid);
            return body.groups().stream()
                    .flatMap(group -> Deletions.ofGroup(catalog, group, body.cleanOffset()).stream())
                    .toList();
        });
    }

    private void propose(Command request, Responder responder, @Nullable Command refusal, Change change) {
        if (refusal != null) {
            responder.reply(refusal);
            return;
        }
        proposals.propose(
                request,
                new AfterRoutes(responder, announcement),
                checked(request, change),
                results -> request.reply(ResponseCode.SUCCESS, null));
    }

    private static List<ProposedRecord> checked(Command request, Change change) {
        List<ProposedRecord> records = change.records(request);
        if (records.size() > MAX_RECORDS) {
            throw new CommandException(
                    ResponseCode.INVALID_PARAMETER,
                    "with their retry topics these are " + records.size() + " deletions, more than " + MAX_RECORDS
                            + "; delete fewer at a time");
        }
        return records;
    }

    private static <T> List<T> requireBounded(List<T> items) {
        if (items.isEmpty() || items.size() > MAX_ITEMS) {
            throw new CommandException(
                    ResponseCode.INVALID_PARAMETER,
                    "a list has 1 to " + MAX_ITEMS + " items, this one has " + items.size());
        }
        return items;
    }
}
