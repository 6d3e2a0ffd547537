package io.ringmq.remoting.transport;

import io.netty.util.concurrent.EventExecutorGroup;
import io.netty.util.concurrent.Future;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.CommandTimeoutException;
import io.ringmq.remoting.protocol.ConnectionFailedException;
import io.ringmq.remoting.protocol.InFlightLimitException;
import io.ringmq.remoting.protocol.RemotingException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The one connection of a client to an address, from the first attempt to make it until it is closed. Thread-safe.
 *
 * <p>Requests made before the connection wait here and go out in their order.
 */
final class ClientLink {
    private final String address;
    private final int maxWaiting;
    private final EventExecutorGroup timer;
    private final Queue<Waiter> waiters = new ArrayDeque<>();
    private @Nullable RemotingException failure;
    private volatile @Nullable ChannelConnection connection;

    ClientLink(String address, int maxWaiting, EventExecutorGroup timer) {
        this.address = address;
        this.maxWaiting = maxWaiting;
        this.timer = timer;
    }

    String address() {
        return address;
    }

    CompletableFuture<Command> invoke(Command request, long timeoutMs) {
        ChannelConnection made = connection;
        if (made != null) {
            return made.invoke(request, timeoutMs);
        }
        CompletableFuture<Command> answer = new CompletableFuture<>();
        Future<?> deadline = timer.schedule(
                () -> answer.completeExceptionally(timedOut(request, timeoutMs)), timeoutMs, TimeUnit.MILLISECONDS);
        answer.whenComplete((response, cause) -> deadline.cancel(false));
        await(new Waiter(request, timeoutMs, answer));
        return answer;
    }

    void sendOneway(Command request) {
        ChannelConnection made = connection;
        if (made != null) {
            made.sendOneway(request);
        } else {
            await(new Waiter(request.oneway(), 0, new CompletableFuture<>()));
        }
    }

    /** Lets the waiting requests go; false if the link was closed meanwhile. */
    synchronized boolean connected(ChannelConnection made) {
        if (failure != null) {
            return false;
        }
        for (Waiter waiter = waiters.poll(); waiter != null; waiter = waiters.poll()) {
            waiter.send(made);
        }
        connection = made;
        return true;
    }

    void fail(Throwable cause) {
        end(new ConnectionFailedException("cannot connect to " + address + ": " + cause.getMessage(), cause));
    }

    void close() {
        end(new ConnectionFailedException("the client closed the connection to " + address));
        ChannelConnection made = connection;
        if (made != null) {
            made.close();
        }
    }

    private synchronized void end(RemotingException reason) {
        if (failure == null) {
            failure = reason;
            waiters.forEach(waiter -> waiter.answer.completeExceptionally(reason));
            waiters.clear();
        }
    }

    private synchronized void await(Waiter waiter) {
        ChannelConnection made = connection;
        if (made != null) {
            waiter.send(made);
        } else if (failure != null) {
            waiter.answer.completeExceptionally(failure);
        } else if (waiters.size() >= maxWaiting) {
            waiter.answer.completeExceptionally(new InFlightLimitException(
                    maxWaiting + " requests wait for the connection to " + address + " already"));
        } else {
            waiters.add(waiter);
        }
    }

    private CommandTimeoutException timedOut(Command request, long timeoutMs) {
        return new CommandTimeoutException(
                "no answer from " + address + " to request code " + request.code() + " within " + timeoutMs + " ms");
    }

    /** A request that waits for the connection; nobody looks at the answer of a oneway one. */
    private record Waiter(Command request, long timeoutMs, CompletableFuture<Command> answer) {
        void send(ChannelConnection connection) {
            if (request.isOneway()) {
                connection.sendOneway(request);
            } else if (!answer.isDone()) {
                connection.invoke(request, timeoutMs).whenComplete(this::settle);
            }
        }

        private void settle(@Nullable Command response, @Nullable Throwable failure) {
            if (response != null) {
                answer.complete(response);
            } else if (failure != null) {
                answer.completeExceptionally(failure);
            }
        }
    }
}
