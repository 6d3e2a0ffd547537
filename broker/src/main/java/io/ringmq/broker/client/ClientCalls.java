package io.ringmq.broker.client;

import io.ringmq.broker.group.ConsumerGroups;
import io.ringmq.broker.group.Member;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.CommandException;
import io.ringmq.remoting.protocol.CommandTimeoutException;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.Responder;
import org.jspecify.annotations.Nullable;

/**
 * Passes requests on to a consumer that is connected to this node, and its answer back. Stock consumers are connected to
 * every replica. Never blocks; thread-safe.
 */
final class ClientCalls {
    /** Ordinal of release 3.1.8, the first whose clients answer. */
    private static final int FIRST_VERSION = 62;

    private static final long TIMEOUT_MS = 10_000;

    private final ConsumerGroups groups;

    ClientCalls(ConsumerGroups groups) {
        this.groups = groups;
    }

    /**
     * Answers a request as a client answers another.
     *
     * @param clientId null for any member of the group
     * @throws CommandException SYSTEM_ERROR if the client is not connected, or too old
     */
    void passOn(Command request, Responder responder, String group, @Nullable String clientId, Command onward) {
        Member member = member(group, clientId);
        member.connection()
                .invoke(onward, TIMEOUT_MS)
                .whenComplete((answer, failure) -> responder.reply(
                        answer == null
                                ? failed(request, group, member, failure)
                                : request.reply(answer.code(), answer.remark())
                                        .withFields(answer.fields())
                                        .withBody(answer.body())));
    }

    private Member member(String group, @Nullable String clientId) {
        Member member = clientId == null
                ? groups.members(group).values().stream().findAny().orElse(null)
                : groups.members(group).get(clientId);
        if (member == null) {
            throw new CommandException(
                    ResponseCode.SYSTEM_ERROR, "The Consumer <" + group + "> <" + clientId + "> not online");
        }
        if (member.version() < FIRST_VERSION) {
            throw new CommandException(
                    ResponseCode.SYSTEM_ERROR,
                    "The Consumer <" + member.clientId() + "> Version <" + member.version()
                            + "> too low to finish, please upgrade it to V3_1_8_SNAPSHOT");
        }
        return member;
    }

    private static Command failed(Command request, String group, Member member, @Nullable Throwable failure) {
        String consumer = "consumer <" + group + "> <" + member.clientId() + ">";
        return failure instanceof CommandTimeoutException
                ? request.reply(
                        ResponseCode.CONSUME_MSG_TIMEOUT, consumer + " Timeout: no answer within " + TIMEOUT_MS + " ms")
                : request.reply(ResponseCode.SYSTEM_ERROR, "invoke " + consumer + " Exception: " + failure);
    }
}
