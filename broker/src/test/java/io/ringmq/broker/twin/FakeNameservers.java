package io.ringmq.broker.twin;

import io.ringmq.broker.registration.Nameservers;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.ResponseCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Two nameservers that keep what they are told; {@code down:9876} answers only when the test lets it. */
public final class FakeNameservers implements Nameservers {
    public static final String UP = "up:9876";
    public static final String DOWN = "down:9876";

    /** What the first one was told. */
    public final List<Command> told = new ArrayList<>();
    /** Requests the second one has not answered. */
    public final List<CompletableFuture<Command>> unanswered = new ArrayList<>();

    @Override
    public List<String> addresses() {
        return List.of(DOWN, UP);
    }

    @Override
    public CompletableFuture<Command> invoke(String address, Command request, long timeoutMs) {
        if (address.equals(DOWN)) {
            CompletableFuture<Command> never = new CompletableFuture<>();
            unanswered.add(never);
            return never;
        }
        told.add(request);
        return CompletableFuture.completedFuture(request.reply(ResponseCode.SUCCESS, null));
    }
}
