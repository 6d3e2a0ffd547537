package io.ringmq.raft.rpc;

import com.alipay.sofa.jraft.error.RemotingException;
import com.alipay.sofa.jraft.rpc.InvokeCallback;
import com.alipay.sofa.jraft.rpc.RpcRequests.ErrorResponse;
import com.alipay.sofa.jraft.rpc.RpcRequests.GetFileRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.GetFileResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A connection of its own to a peer, for the time of a copy. It connects itself, again and again until it is closed. */
public final class CopyChannel implements AutoCloseable {

    private static final int TIMEOUT_MS = 20_000;

    private final PeerConnection connection;

    CopyChannel(PeerConnection connection) {
        this.connection = connection;
        connection.connect();
    }

    public boolean isEstablished() {
        return connection.isEstablished();
    }

    /**
     * Sends a request without waiting.
     *
     * @return fails with {@link CopyRefusedException} if the peer refuses, with another exception if the connection breaks
     */
    public CompletableFuture<GetFileResponse> read(GetFileRequest request) {
        CompletableFuture<GetFileResponse> response = new CompletableFuture<>();
        try {
            connection.send(MessageKind.GET_FILE, request, new Completion(response), TIMEOUT_MS);
        } catch (RemotingException e) {
            response.completeExceptionally(e);
        }
        return response;
    }

    private record Completion(CompletableFuture<GetFileResponse> response) implements InvokeCallback {

        @Override
        public void complete(@Nullable Object result, @Nullable Throwable failure) {
            if (result instanceof GetFileResponse part) {
                response.complete(part);
            } else if (result instanceof ErrorResponse error) {
                response.completeExceptionally(new CopyRefusedException(error.getErrorMsg()));
            } else {
                response.completeExceptionally(failure == null ? new RemotingException("no answer") : failure);
            }
        }

        /** Completing is all there is to do. */
        @Override
        public Executor executor() {
            return Runnable::run;
        }
    }

    @Override
    public void close() {
        connection.close();
    }
}
