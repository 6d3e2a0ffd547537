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
import com.alipay.sofa.jraft.rpc.RpcRequests.GetFileRequest;
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
import com.google.protobuf.StringValue;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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
    private final Executor copyExecutor;
    private final Map<String, CopyEndpoint> copies = new ConcurrentHashMap<>();

    private final Map<String, GroupDoor> doors;

    /** @param doors those of the groups of this process, by name */
    RequestDispatcher(Endpoint self, Executor executor, Executor copyExecutor, Map<String, GroupDoor> doors) {
        this.self = self;
        this.executor = executor;
        this.copyExecutor = copyExecutor;
        this.doors = doors;
    }

    void serveCopies(String group, CopyEndpoint endpoint) {
        copies.put(group, endpoint);
    }

    void endCopies(String group, CopyEndpoint endpoint) {
        copies.remove(group, endpoint);
    }

    /** Copies read from disk, a megabyte at a time, and neither votes nor entries may wait for them. */
    void dispatchCopy(Message message, Responder responder) {
        if (!(message instanceof GetFileRequest request)) {
            throw new MalformedFrameException(message.getClass().getSimpleName() + " does not belong on the copy lane");
        }
        try {
            copyExecutor.execute(() -> copy(request, responder));
        } catch (RejectedExecutionException e) {
            LOG.debug("Too many copy requests are waiting", e);
            responder.sendResponse(error(null, RaftError.EBUSY, "too many copies are under way, try again later"));
        }
    }

    private void copy(GetFileRequest request, Responder responder) {
        String name = request.getFilename();
        String group = name.substring(0, Math.max(0, name.indexOf('/')));
        CopyEndpoint endpoint = copies.get(group);
        if (endpoint == null) {
            responder.sendResponse(error(null, RaftError.ENOENT, "no group '" + group + "' is copied from here"));
            return;
        }
        try {
            responder.sendResponse(endpoint.read(request));
        } catch (CopyRefusedException e) {
            LOG.debug("A copy of group {} is refused", group, e);
            responder.sendResponse(error(null, RaftError.EINVAL, String.valueOf(e.getMessage())));
        } catch (RuntimeException e) {
            LOG.error("A copy of group {} failed", group, e);
            responder.sendResponse(error(null, RaftError.EINTERNAL, "the copy failed: " + e.getMessage()));
        }
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
            vote(request, responder);
        } else if (message instanceof TimeoutNowRequest request) {
            takeOver(request, responder);
        } else if (message instanceof ReadIndexRequest request) {
            Message refusal = ReadIndexResponse.getDefaultInstance();
            run(request.getGroupId(), request.getPeerId(), refusal, responder, (node, done) -> {
                node.handleReadIndexRequest(request, new ReadIndexDone(done));
                return null;
            });
        } else if (message instanceof InstallSnapshotRequest request) {
            Message refusal = InstallSnapshotResponse.getDefaultInstance();
            CopyEndpoint endpoint = copies.get(request.getGroupId());
            if (isShut(request.getGroupId())) {
                // A node that has lost its vote must not get a log from which it would take it for granted.
                responder.sendResponse(shut(refusal, request.getPeerId(), request.getGroupId()));
            } else if (endpoint == null) {
                responder.sendResponse(error(
                        refusal, RaftError.ENOENT, "group " + request.getGroupId() + " can not be copied to here"));
            } else {
                endpoint.install(request, new RpcRequestClosure(responder, refusal));
            }
        } else if (message instanceof StringValue request) {
            GroupDoor door = doors.get(request.getValue());
            PeerView view = door == null ? null : door.view();
            responder.sendResponse(
                    view == null
                            ? error(null, RaftError.ENOENT, "group " + request.getValue() + " is not open here")
                            : view.encode());
        } else {
            responder.sendResponse(
                    error(null, RaftError.EINVAL, message.getClass().getSimpleName() + " is no request"));
        }
    }

    private void vote(RequestVoteRequest request, Responder responder) {
        Message refusal = RequestVoteResponse.getDefaultInstance();
        GroupDoor door = doors.get(request.getGroupId());
        if (door != null && !door.votes()) {
            responder.sendResponse(error(
                    refusal,
                    RaftError.EBUSY,
                    request.getPeerId() + " may have forgotten entries of " + request.getGroupId()
                            + " and has no vote"));
            return;
        }
        run(
                request.getGroupId(),
                request.getPeerId(),
                refusal,
                responder,
                (node, done) -> request.getPreVote()
                        ? node.handlePreVoteRequest(request)
                        : node.handleRequestVoteRequest(request));
    }

    /** A leader wants this node to stand for election at once. */
    private void takeOver(TimeoutNowRequest request, Responder responder) {
        Message refusal = TimeoutNowResponse.getDefaultInstance();
        GroupDoor door = doors.get(request.getGroupId());
        if (door != null && !door.stands()) {
            responder.sendResponse(error(
                    refusal,
                    RaftError.EBUSY,
                    request.getPeerId() + " is not fit to lead " + request.getGroupId() + " now"));
            return;
        }
        run(
                request.getGroupId(),
                request.getPeerId(),
                refusal,
                responder,
                (node, done) -> node.handleTimeoutNowRequest(request, done));
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
        if (isShut(group)) {
            responder.sendResponse(shut(refusal, peerText, group));
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

    private boolean isShut(String group) {
        GroupDoor door = doors.get(group);
        return door != null && !door.isOpen();
    }

    private static Message shut(Message refusal, String peerText, String group) {
        return error(refusal, RaftError.EBUSY, peerText + " does not know yet whether it may take part in " + group);
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
