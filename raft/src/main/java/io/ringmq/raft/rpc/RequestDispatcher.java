package io.ringmq.raft.rpc;

import com.alipay.sofa.jraft.Node;
import com.alipay.sofa.jraft.NodeManager;
import com.alipay.sofa.jraft.Status;
import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.error.RaftError;
import com.alipay.sofa.jraft.rpc.RaftServerService;
import com.alipay.sofa.jraft.rpc.RpcRequestClosure;
import com.alipay.sofa.jraft.rpc.RpcRequests.AppendEntriesRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.AppendEntriesResponse;
import com.alipay.sofa.jraft.rpc.RpcRequests.ErrorResponse;
import com.alipay.sofa.jraft.rpc.RpcRequests.InstallSnapshotRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.InstallSnapshotResponse;
import com.alipay.sofa.jraft.rpc.RpcRequests.ReadIndexRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.ReadIndexResponse;
import com.alipay.sofa.jraft.rpc.RpcRequests.RequestVoteRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.RequestVoteResponse;
import com.alipay.sofa.jraft.rpc.RpcRequests.TimeoutNowRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.TimeoutNowResponse;
import com.alipay.sofa.jraft.rpc.RpcResponseClosureAdapter;
import com.alipay.sofa.jraft.util.Endpoint;
import com.alipay.sofa.jraft.util.RpcFactoryHelper;
import com.google.protobuf.Message;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands requests to the JRaft node of their group.
 *
 * <p>AppendEntries run on the event loop of their connection, which keeps their order and saves a thread hop; votes and
 * the like may wait for the disk and run on the executor.
 */
final class RequestDispatcher {

    private static final Logger LOG = LoggerFactory.getLogger(RequestDispatcher.class);

    private final Endpoint self;
    private final Executor executor;

    RequestDispatcher(Endpoint self, Executor executor) {
        this.self = self;
        this.executor = executor;
    }

    /** Whether a node of this process belongs to the group. */
    boolean serves(String group) {
        return NodeManager.getInstance().get(group, new PeerId(self, 0)) != null;
    }

    void dispatch(Message message, Responder responder) {
        if (message instanceof AppendEntriesRequest request) {
            Message refusal = AppendEntriesResponse.getDefaultInstance();
            run(
                    request.getGroupId(),
                    request.getPeerId(),
                    refusal,
                    responder,
                    (node, done) -> node.handleAppendEntriesRequest(request, done));
            return;
        }
        try {
            executor.execute(() -> dispatchControl(message, responder));
        } catch (RejectedExecutionException e) {
            LOG.debug("Too many control requests are waiting", e);
            responder.sendResponse(error(null, RaftError.EBUSY, "too many requests are waiting"));
        }
    }

    private void dispatchControl(Message message, Responder responder) {
        if (message instanceof RequestVoteRequest request) {
            Message refusal = RequestVoteResponse.getDefaultInstance();
            run(
                    request.getGroupId(),
                    request.getPeerId(),
                    refusal,
                    responder,
                    (node, done) -> request.getPreVote()
                            ? node.handlePreVoteRequest(request)
                            : node.handleRequestVoteRequest(request));
        } else if (message instanceof TimeoutNowRequest request) {
            Message refusal = TimeoutNowResponse.getDefaultInstance();
            run(
                    request.getGroupId(),
                    request.getPeerId(),
                    refusal,
                    responder,
                    (node, done) -> node.handleTimeoutNowRequest(request, done));
        } else if (message instanceof ReadIndexRequest request) {
            Message refusal = ReadIndexResponse.getDefaultInstance();
            run(request.getGroupId(), request.getPeerId(), refusal, responder, (node, done) -> {
                node.handleReadIndexRequest(request, new ReadIndexDone(done));
                return null;
            });
        } else if (message instanceof InstallSnapshotRequest) {
            responder.sendResponse(error(
                    InstallSnapshotResponse.getDefaultInstance(),
                    RaftError.EINVAL,
                    "installing snapshots is not supported yet"));
        } else {
            responder.sendResponse(
                    error(null, RaftError.EINVAL, message.getClass().getSimpleName() + " is no request"));
        }
    }

    private interface Handler {
        /** The response, or null if it is sent through {@code done}. */
        @Nullable
        Message handle(RaftServerService node, RpcRequestClosure done);
    }

    private void run(String group, String peerText, Message refusal, Responder responder, Handler handler) {
        PeerId peer = new PeerId();
        Node node = peer.parse(peerText) && peer.getEndpoint().equals(self)
                ? NodeManager.getInstance().get(group, peer)
                : null;
        if (node == null) {
            responder.sendResponse(
                    error(refusal, RaftError.ENOENT, "no member " + peerText + " of " + group + " here"));
            return;
        }
        try {
            Message response = handler.handle((RaftServerService) node, new RpcRequestClosure(responder, refusal));
            if (response != null) {
                responder.sendResponse(response);
            }
        } catch (RuntimeException e) {
            LOG.error("A request for {} of group {} failed", peerText, group, e);
            responder.sendResponse(error(refusal, RaftError.EINTERNAL, "request failed: " + e.getMessage()));
        }
    }

    private static Message error(@Nullable Message refusal, RaftError code, String text) {
        return refusal == null
                ? ErrorResponse.newBuilder()
                        .setErrorCode(code.getNumber())
                        .setErrorMsg(text)
                        .build()
                : RpcFactoryHelper.responseFactory().newResponse(refusal, new Status(code, "%s", text));
    }

    private static final class ReadIndexDone extends RpcResponseClosureAdapter<ReadIndexResponse> {

        private final RpcRequestClosure done;

        ReadIndexDone(RpcRequestClosure done) {
            this.done = done;
        }

        @Override
        public void run(Status status) {
            if (getResponse() != null) {
                done.sendResponse(getResponse());
            } else {
                done.run(status);
            }
        }
    }
}
