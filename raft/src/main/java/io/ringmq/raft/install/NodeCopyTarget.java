package io.ringmq.raft.install;

import com.alipay.sofa.jraft.core.NodeImpl;
import com.alipay.sofa.jraft.error.RaftError;
import com.alipay.sofa.jraft.rpc.Connection;
import com.alipay.sofa.jraft.rpc.RpcContext;
import com.alipay.sofa.jraft.rpc.RpcRequestClosure;
import com.alipay.sofa.jraft.rpc.RpcRequests.AppendEntriesRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.AppendEntriesResponse;
import com.alipay.sofa.jraft.util.Endpoint;
import com.google.protobuf.Message;
import io.ringmq.raft.storage.CopiedEntries;
import io.ringmq.store.commitlog.ChainPoint;
import io.ringmq.store.commitlog.CommitLog;
import io.ringmq.store.commitlog.FrameInput;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The JRaft node of this replica. Copied entries are given to it in the name of the leader it follows: they are in that
 * leader's log and committed there, so the request is one which that leader could have sent.
 */
public final class NodeCopyTarget implements CopyTarget {

    private static final int APPEND_TIMEOUT_S = 30;

    private final NodeImpl node;
    private final CommitLog log;
    private final LongSupplier term;

    /**
     * Copies go to this node.
     *
     * @param term the current term as this node knows it
     */
    public NodeCopyTarget(NodeImpl node, CommitLog log, LongSupplier term) {
        this.node = node;
        this.log = log;
        this.term = term;
    }

    @Override
    public ChainPoint appliedPoint() {
        long applied = Math.min(node.getLastAppliedLogIndex(), log.storedIndex());
        ChainPoint point = log.pointAfter(applied);
        if (point == null) {
            throw new IllegalStateException("applied index " + applied + " is not in the log, which holds "
                    + log.firstIndex() + " to " + log.lastIndex());
        }
        return point;
    }

    @Override
    public @Nullable ChainPoint pointAfter(long index) {
        return log.pointAfter(index);
    }

    @Override
    public boolean append(Endpoint source, ChainPoint previous, List<FrameInput> entries)
            throws IOException, InterruptedException {
        var leader = node.getLeaderId();
        if (leader == null || !leader.getEndpoint().equals(source)) {
            throw new IOException(source + " does not lead any more");
        }
        AppendEntriesRequest request = CopiedEntries.request(previous, entries)
                .setTerm(term.getAsLong())
                .setGroupId(node.getGroupId())
                .setServerId(leader.toString())
                .setPeerId(node.getServerId().toString())
                .build();
        CompletableFuture<Message> answer = new CompletableFuture<>();
        Message atOnce = node.handleAppendEntriesRequest(
                request, new RpcRequestClosure(new Answer(answer), AppendEntriesResponse.getDefaultInstance()));
        return isTaken((AppendEntriesResponse) (atOnce == null ? await(answer) : atOnce));
    }

    private static Message await(CompletableFuture<Message> answer) throws IOException, InterruptedException {
        try {
            return answer.get(APPEND_TIMEOUT_S, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("copied entries were not stored within " + APPEND_TIMEOUT_S + " s", e);
        }
    }

    private static boolean isTaken(AppendEntriesResponse response) throws IOException {
        if (response.getErrorResponse().getErrorCode() == RaftError.EBUSY.getNumber()) {
            return false;
        }
        if (!response.getSuccess()) {
            throw new IOException("copied entries were refused in term " + response.getTerm() + ": "
                    + response.getErrorResponse().getErrorMsg());
        }
        return true;
    }

    private record Answer(CompletableFuture<Message> future) implements RpcContext {

        @Override
        public void sendResponse(Object response) {
            future.complete((Message) response);
        }

        @Override
        public Connection getConnection() {
            throw new UnsupportedOperationException("the request came over no connection");
        }

        @Override
        public String getRemoteAddress() {
            throw new UnsupportedOperationException("the request came over no connection");
        }
    }
}
