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

/** Requests of one connection that wait for their answers. Confined to the connection's event loop. */
final class PendingCalls {
    private final EventLoop loop;
    private final String remoteAddress;
    private final IntObjectMap<Call> calls = new IntObjectHashMap<>();
    private int lastOpaque;

    PendingCalls(EventLoop loop, String remoteAddress) {
        this.loop = loop;
        this.remoteAddress = remoteAddress;
    }

    /** Registers a call and returns its request under the opaque the answer will carry. */
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
        call.deadline.cancel(false);
        call.answer.complete(response);
        return true;
    }

    void fail(int opaque, RemotingException reason) {
        Call call = calls.remove(opaque);
        if (call != null) {
            call.deadline.cancel(false);
            call.answer.completeExceptionally(reason);
        }
    }

    void failAll(RemotingException reason) {
        List<Call> failed = List.copyOf(calls.values());
        calls.clear();
        for (Call call : failed) {
            call.deadline.cancel(false);
            call.answer.completeExceptionally(reason);
        }
    }

    private void timeOut(int opaque, int code, long timeoutMs) {
        fail(
                opaque,
                new CommandTimeoutException("no answer from " + remoteAddress + " to request code " + code + " within "
                        + timeoutMs + " ms"));
    }

    private record Call(CompletableFuture<Command> answer, Future<?> deadline) {}
}
