package io.ringmq.remoting.transport;

import io.netty.channel.EventLoop;
import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.collection.IntObjectMap;
import io.netty.util.concurrent.Future;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.CommandTimeoutException;
import io.ringmq.remoting.protocol.RemotingException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Requests of one connection that wait for their answers. Confined to the connection's event loop, but for the places
 * of the bounded number of calls, which callers take before they get there.
 */
final class PendingCalls {
    private final EventLoop loop;
    private final String remoteAddress;
    private final IntObjectMap<Call> calls = new IntObjectHashMap<>();
    private final AtomicInteger placesTaken = new AtomicInteger();
    private final int places;
    private int lastOpaque;

    PendingCalls(EventLoop loop, String remoteAddress, int places) {
        this.places = places;
        this.loop = loop;
        this.remoteAddress = remoteAddress;
    }

    /** Takes a place for a call, to be started or given back; false if there is none. From any thread. */
    boolean takePlace() {
        if (placesTaken.incrementAndGet() <= places) {
            return true;
        }
        placesTaken.decrementAndGet();
        return false;
    }

    void giveBackPlace() {
        placesTaken.decrementAndGet();
    }

    /** Registers a call that has a place and returns its request under the opaque the answer will carry. */
    Command start(Command request, long timeoutMs, CompletableFuture<Command> answer) {
        int opaque = ++lastOpaque;
        Future<?> deadline =
                loop.schedule(() -> timeOut(opaque, request.code(), timeoutMs), timeoutMs, TimeUnit.MILLISECONDS);
        calls.put(opaque, new Call(answer, deadline));
        return request.withOpaque(opaque);
    }

    /** Completes the call a response belongs to; false if there is none, as after its deadline. */
    boolean complete(Command response) {
        Call call = calls.remove(response.opaque());
        if (call == null) {
            return false;
        }
        settled(call).complete(response);
        return true;
    }

    void fail(int opaque, RemotingException reason) {
        Call call = calls.remove(opaque);
        if (call != null) {
            settled(call).completeExceptionally(reason);
        }
    }

    void failAll(RemotingException reason) {
        List<Call> failed = List.copyOf(calls.values());
        calls.clear();
        failed.forEach(call -> settled(call).completeExceptionally(reason));
    }

    /** The place is free before the caller hears of the answer, for its next call to find it. */
    private CompletableFuture<Command> settled(Call call) {
        call.deadline.cancel(false);
        giveBackPlace();
        return call.answer;
    }

    private void timeOut(int opaque, int code, long timeoutMs) {
        fail(
                opaque,
                new CommandTimeoutException("no answer from " + remoteAddress + " to request code " + code + " within "
                        + timeoutMs + " ms"));
    }

    private record Call(CompletableFuture<Command> answer, Future<?> deadline) {}
}
