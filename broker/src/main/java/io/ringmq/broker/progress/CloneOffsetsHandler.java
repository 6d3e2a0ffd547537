package io.ringmq.broker.progress;

import io.ringmq.broker.group.ConsumerGroups;
import io.ringmq.broker.group.ConsumerProfile;
import io.ringmq.broker.offset.OffsetCommits;
import io.ringmq.broker.proposal.Proposals;
import io.ringmq.broker.state.OffsetCommit;
import io.ringmq.broker.state.Records;
import io.ringmq.broker.state.RingView;
import io.ringmq.remoting.header.CloneGroupOffsetHeader;
import io.ringmq.remoting.message.GroupNames;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.CommandException;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.RequestHandler;
import io.ringmq.remoting.transport.Responder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * CLONE_GROUP_OFFSET (314): a group begins where another one is. Unless {@code offline} is set, only topics count that the
 * connected consumers of the source subscribe to, if there are any.
 */
public final class CloneOffsetsHandler implements RequestHandler {
    private final Proposals proposals;
    private final RingView view;
    private final OffsetCommits commits;
    private final ConsumerGroups groups;

    public CloneOffsetsHandler(Proposals proposals, RingView view, OffsetCommits commits, ConsumerGroups groups) {
        this.proposals = proposals;
        this.view = view;
        this.commits = commits;
        this.groups = groups;
    }

    @Override
    public void handle(Command request, Responder responder) {
        CloneGroupOffsetHeader header = CloneGroupOffsetHeader.parse(request);
        String reason = GroupNames.reasonInvalid(header.destinationGroup());
        if (reason != null) {
            throw new CommandException(ResponseCode.INVALID_PARAMETER, reason);
        }
        Command refusal = proposals.followerRefusal(request);
        if (refusal != null) {
            responder.reply(refusal);
            return;
        }
        // What the source has committed up to now is copied, too: it is in front of the barrier then.
        commits.flush();
        proposals.afterBarrier(
                () -> copy(request, responder, header),
                () -> responder.reply(request.reply(
                        ResponseCode.SERVICE_NOT_AVAILABLE, "the leadership of the ring is changing; ask again")));
    }

    private void copy(Command request, Responder responder, CloneGroupOffsetHeader header) {
        List<OffsetCommit> copies = copies(header);
        if (copies.isEmpty()) {
            responder.reply(request.reply(ResponseCode.SUCCESS, null));
            return;
        }
        proposals.propose(
                request,
                responder,
                List.of(Records.commitOffsets(copies)),
                results -> request.reply(ResponseCode.SUCCESS, null));
    }

    private List<OffsetCommit> copies(CloneGroupOffsetHeader header) {
        ConsumerProfile profile = header.offline() ? null : groups.profile(header.sourceGroup());
        return view.committedOffsets(header.sourceGroup()).entrySet().stream()
                .filter(entry -> isWanted(entry.getKey().topic(), header.topic(), profile))
                .map(entry -> new OffsetCommit(
                        header.destinationGroup(),
                        entry.getKey().topic(),
                        entry.getKey().queueId(),
                        entry.getValue()))
                .toList();
    }

    private static boolean isWanted(String topic, @Nullable String wanted, @Nullable ConsumerProfile profile) {
        boolean named = wanted == null || wanted.isBlank() || wanted.equals(topic);
        return named && (profile == null || profile.subscriptions().containsKey(topic));
    }
}
