package io.ringmq.broker.topic;

import io.ringmq.broker.proposal.Proposals;
import io.ringmq.broker.state.CatalogView;
import io.ringmq.broker.state.GroupConfig;
import io.ringmq.broker.state.Records;
import io.ringmq.remoting.body.SubscriptionGroupBody;
import io.ringmq.remoting.body.SubscriptionGroupTable;
import io.ringmq.remoting.header.DeleteSubscriptionGroupHeader;
import io.ringmq.remoting.header.GetSubscriptionGroupConfigHeader;
import io.ringmq.remoting.message.GroupNames;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.CommandException;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.RequestHandler;
import io.ringmq.remoting.transport.Responder;
import io.ringmq.store.record.ProposedRecord;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What tools read and change about consumer groups: update (200), read all (201) or one (352), delete (207). */
public final class GroupConfigHandlers {
    private static final String TOTAL_GROUPS = "totalGroupNum";

    private final Proposals proposals;
    private final CatalogView catalog;
    private final TopicTable versions;

    /** @param versions gives the version of the group table, too */
    public GroupConfigHandlers(Proposals proposals, CatalogView catalog, TopicTable versions) {
        this.proposals = proposals;
        this.catalog = catalog;
        this.versions = versions;
    }

    /** UPDATE_AND_CREATE_SUBSCRIPTIONGROUP: answered once the group is replicated. */
    public RequestHandler update() {
        return (request, responder) -> propose(request, responder, () -> {
            GroupConfig group = checked(SubscriptionGroupBody.decode(request.body()));
            return List.of(Records.putGroup(group, false));
        });
    }

    /** DELETE_SUBSCRIPTIONGROUP: with its retry topics of pops, and with its progress if asked so. Deleting an unknown group succeeds. */
    public RequestHandler delete() {
        return (request, responder) -> propose(request, responder, () -> {
            DeleteSubscriptionGroupHeader header = DeleteSubscriptionGroupHeader.parse(request);
            requireValid(header.consumerGroup());
            return Deletions.ofGroup(catalog, header.consumerGroup(), header.cleanOffset());
        });
    }

    /** GET_ALL_SUBSCRIPTIONGROUP_CONFIG. */
    public RequestHandler all() {
        return (request, responder) -> {
            Map<String, SubscriptionGroupBody> groups = new TreeMap<>();
            catalog.groups().forEach(group -> groups.put(group.name(), Bodies.of(group)));
            responder.reply(request.reply(ResponseCode.SUCCESS, null)
                    .withField(TOTAL_GROUPS, Integer.toString(groups.size()))
                    .withBody(new SubscriptionGroupTable(versions.version(), groups).encode()));
        };
    }

    /** GET_SUBSCRIPTIONGROUP_CONFIG. */
    public RequestHandler one() {
        return (request, responder) -> {
            String name = GetSubscriptionGroupConfigHeader.parse(request).consumerGroup();
            GroupConfig group = catalog.group(name);
            if (group == null) {
                throw new CommandException(
                        ResponseCode.SUBSCRIPTION_GROUP_NOT_EXIST, "No group in this broker. group: " + name);
            }
            responder.reply(request.reply(ResponseCode.SUCCESS, null)
                    .withBody(Bodies.of(group).encode()));
        };
    }

    /** Makes the records of a change. */
    private interface Change {
        List<ProposedRecord> records();
    }

    private void propose(Command request, Responder responder, Change change) {
        Command refusal = proposals.followerRefusal(request);
        if (refusal != null) {
            responder.reply(refusal);
            return;
        }
        proposals.propose(request, responder, change.records(), results -> request.reply(ResponseCode.SUCCESS, null));
    }

    /**
     * A group as a tool describes it.
     *
     * @throws CommandException INVALID_PARAMETER if it can not be such
     */
    static GroupConfig checked(SubscriptionGroupBody body) {
        requireValid(body.groupName());
        try {
            return Bodies.group(body);
        } catch (IllegalArgumentException e) {
            throw new CommandException(ResponseCode.INVALID_PARAMETER, String.valueOf(e.getMessage()), e);
        }
    }

    static void requireValid(String group) {
        String reason = GroupNames.reasonInvalid(group);
        if (reason != null) {
            throw new CommandException(ResponseCode.INVALID_PARAMETER, reason);
        }
    }
}
