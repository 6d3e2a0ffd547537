package io.ringmq.chaos.workload;

import io.ringmq.remoting.body.MessageQueue;
import io.ringmq.remoting.header.LeaderFields;
import io.ringmq.remoting.header.PullMessageHeader;
import io.ringmq.remoting.header.RecallMessageHeader;
import io.ringmq.remoting.header.SendMessageHeader;
import io.ringmq.remoting.header.SendMessageResponseHeader;
import io.ringmq.remoting.message.MessageLayout;
import io.ringmq.remoting.message.WireMessage;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.ConnectionFailedException;
import io.ringmq.remoting.protocol.InFlightLimitException;
import io.ringmq.remoting.protocol.RequestCode;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.ClientOptions;
import io.ringmq.remoting.transport.EventLoops;
import io.ringmq.remoting.transport.HandlerTable;
import io.ringmq.remoting.transport.RemotingClient;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Single attempts over the wire, so that each has exactly one outcome. Blocks, for a bounded time. Thread-safe. */
final class Wire implements AutoCloseable {
    /** Group of all requests; the group consumer of the run makes the brokers know it. */
    static final String GROUP = "chaos";

    private static final long TIMEOUT_MS = 3_000;
    private static final int PULL_MESSAGES = 64;

    /** Answers that promise that the message is not stored: docs/compatibility.md. */
    private static final Set<Integer> REFUSALS = Set.of(
            ResponseCode.SYSTEM_BUSY,
            ResponseCode.MESSAGE_ILLEGAL,
            ResponseCode.SERVICE_NOT_AVAILABLE,
            ResponseCode.TOPIC_NOT_EXIST,
            ResponseCode.NO_PERMISSION,
            ResponseCode.ILLEGAL_OPERATION,
            ResponseCode.INVALID_PARAMETER);

    private final Clock clock;
    private final EventLoops loops = new EventLoops("chaos-wire", 1);
    private final RemotingClient client = new RemotingClient(ClientOptions.defaults(), HandlerTable.EMPTY, loops);

    Wire(Clock clock) {
        this.clock = clock;
    }

    /** How a send ended. */
    enum Ending {
        STORED,
        REFUSED,
        UNKNOWN
    }

    /**
     * The end of a send.
     *
     * @param queueId and {@code offset} of a stored message
     * @param handle to recall it, if it waits for its time
     * @param reason why it is not stored, or not known to be
     * @param leader where the answer says that the leader is
     */
    record Outcome(
            Ending ending,
            int queueId,
            long offset,
            String handle,
            String reason,
            @Nullable String leader) {
        static Outcome failed(Ending ending, String reason, @Nullable String leader) {
            return new Outcome(ending, -1, -1, "", reason, leader);
        }
    }

    /**
     * Sends once.
     *
     * @param properties of the message, as they go over the wire
     * @param passedOn whether a follower may pass the message on to the leader, as it does for stock clients
     */
    Outcome send(String address, MessageQueue queue, Payload payload, String properties, boolean passedOn) {
        SendMessageHeader header = new SendMessageHeader(
                GROUP,
                queue.topic(),
                "TBW102",
                1,
                queue.queueId(),
                0,
                clock.millis(),
                0,
                properties,
                0,
                false,
                null,
                false);
        Command request = Command.request(RequestCode.SEND_MESSAGE_V2, header)
                .withBody(payload.body().duplicate());
        return ask(address, passedOn ? request : LeaderFields.redirectable(request), Wire::outcome);
    }

    /** Recalls a message that waits for its time, in a single attempt; STORED means that it is recalled. */
    Outcome recall(String address, MessageQueue queue, String handle) {
        RecallMessageHeader header = new RecallMessageHeader(GROUP, queue.topic(), handle);
        return ask(
                address,
                Command.request(RequestCode.RECALL_MESSAGE, header),
                answer -> answer.code() == ResponseCode.SUCCESS
                        ? new Outcome(Ending.STORED, -1, -1, "", "", null)
                        : failure(answer));
    }

    private Outcome ask(String address, Command request, Function<Command, Outcome> outcome) {
        try {
            return outcome.apply(client.invoke(address, request, TIMEOUT_MS).get());
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            boolean neverLeft = cause instanceof ConnectionFailedException || cause instanceof InFlightLimitException;
            return Outcome.failed(neverLeft ? Ending.REFUSED : Ending.UNKNOWN, String.valueOf(cause), null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Outcome.failed(Ending.UNKNOWN, "interrupted", null);
        }
    }

    private static Outcome outcome(Command answer) {
        if (answer.code() == ResponseCode.SUCCESS) {
            SendMessageResponseHeader header = SendMessageResponseHeader.parse(answer);
            String handle = Objects.requireNonNullElse(header.recallHandle(), "");
            return new Outcome(Ending.STORED, header.queueId(), header.queueOffset(), handle, "", null);
        }
        return failure(answer);
    }

    private static Outcome failure(Command answer) {
        return Outcome.failed(
                REFUSALS.contains(answer.code()) ? Ending.REFUSED : Ending.UNKNOWN,
                "code " + answer.code() + " " + answer.remark(),
                answer.fields().get(LeaderFields.ADDRESS));
    }

    /**
     * What a replica has of a queue from an offset on, as much as one answer holds.
     *
     * @return an empty list if it has nothing there, or not yet; nothing at all if it does not say
     */
    Optional<List<WireMessage>> pull(String address, MessageQueue queue, long offset) {
        PullMessageHeader header = new PullMessageHeader(
                GROUP,
                queue.topic(),
                queue.queueId(),
                offset,
                PULL_MESSAGES,
                PullMessageHeader.SUBSCRIPTION,
                0,
                0,
                "*",
                0,
                "TAG",
                null);
        try {
            Command answer = client.invoke(address, Command.request(RequestCode.PULL_MESSAGE, header), TIMEOUT_MS)
                    .get();
            return switch (answer.code()) {
                case ResponseCode.SUCCESS -> Optional.of(MessageLayout.readAll(answer.body()));
                case ResponseCode.PULL_NOT_FOUND, ResponseCode.PULL_OFFSET_MOVED -> Optional.of(List.of());
                default -> Optional.empty();
            };
        } catch (ExecutionException e) {
            // Faults make requests fail all the time; the reader asks another replica.
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        client.close();
        loops.close();
    }
}
