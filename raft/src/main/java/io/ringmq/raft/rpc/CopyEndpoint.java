package io.ringmq.raft.rpc;

import com.alipay.sofa.jraft.rpc.RpcRequestClosure;
import com.alipay.sofa.jraft.rpc.RpcRequests.GetFileRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.GetFileResponse;
import com.alipay.sofa.jraft.rpc.RpcRequests.InstallSnapshotRequest;

/** How one group of this process copies and is copied. */
public interface CopyEndpoint {

    /**
     * The leader has no more the next entry of this replica. Must not block; the answer may come later.
     *
     * @param done takes an answer, or a status that refuses
     */
    void install(InstallSnapshotRequest request, RpcRequestClosure done);

    /**
     * A part of what this replica has. May block for the disk.
     *
     * @throws CopyRefusedException if there is no such part, or the request is not one
     */
    GetFileResponse read(GetFileRequest request);
}
