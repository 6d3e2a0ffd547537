package io.ringmq.raft;

import com.alipay.sofa.jraft.Status;
import com.alipay.sofa.jraft.core.NodeImpl;
import com.alipay.sofa.jraft.error.RaftError;
import com.alipay.sofa.jraft.rpc.RpcRequestClosure;
import com.alipay.sofa.jraft.rpc.RpcRequests.GetFileRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.GetFileResponse;
import com.alipay.sofa.jraft.rpc.RpcRequests.InstallSnapshotRequest;
import io.ringmq.raft.install.CopySource;
import io.ringmq.raft.install.Installer;
import io.ringmq.raft.rpc.CopyEndpoint;
import io.ringmq.raft.rpc.RaftTransport;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a group copies to other replicas and from its leader. */
final class GroupCopies implements CopyEndpoint, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GroupCopies.class);

    private final NodeImpl node;
    private final LongSupplier term;
    private final CopySource source;
    private final Installer installer;
    private final RaftTransport transport;

    GroupCopies(NodeImpl node, LongSupplier term, CopySource source, Installer installer, RaftTransport transport) {
        this.node = node;
        this.term = term;
        this.source = source;
        this.installer = installer;
        this.transport = transport;
    }

    /** Serves the other replicas from now on. */
    void serve() {
        transport.serveCopies(node.getGroupId(), this);
    }

    @Override
    public void install(InstallSnapshotRequest request, RpcRequestClosure done) {
        var leader = node.getLeaderId();
        if (request.getTerm() != term.getAsLong()
                || leader == null
                || !leader.toString().equals(request.getServerId())
                || !node.getServerId().toString().equals(request.getPeerId())) {
            LOG.info(
                    "Group {}: {} claims to lead in term {}, but here {} leads in term {}",
                    node.getGroupId(),
                    request.getServerId(),
                    request.getTerm(),
                    leader,
                    term.getAsLong());
            done.run(new Status(RaftError.EPERM, "%s is not the leader here", request.getServerId()));
            return;
        }
        installer.install(request, done);
    }

    @Override
    public GetFileResponse read(GetFileRequest request) {
        return source.read(request);
    }

    /** Whether another replica copies from here. */
    boolean isRead() {
        return source.isActive();
    }

    /** Ends what stands still; called from time to time. */
    void expire() {
        source.expire();
    }

    @Override
    public void close() {
        transport.endCopies(node.getGroupId(), this);
        installer.close();
        source.close();
    }
}
