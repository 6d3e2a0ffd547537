package io.ringmq.raft.storage;

import com.alipay.sofa.jraft.entity.EnumOutter.EntryType;
import com.alipay.sofa.jraft.entity.LogEntry;
import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.entity.RaftOutter.EntryMeta;
import com.alipay.sofa.jraft.rpc.RpcRequests.AppendEntriesRequest;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.ringmq.store.commitlog.ChainPoint;
import io.ringmq.store.commitlog.FrameInput;
import io.ringmq.store.commitlog.FrameType;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Entries that were copied as frames, in the form in which the leader would have sent them. */
public final class CopiedEntries {

    private CopiedEntries() {}

    /**
     * A request without the names of group and peers and without the term of the leader.
     *
     * @param previous the entry before them
     * @param entries committed entries, in order
     */
    public static AppendEntriesRequest.Builder request(ChainPoint previous, List<FrameInput> entries) {
        ByteString data = ByteString.EMPTY;
        AppendEntriesRequest.Builder request = AppendEntriesRequest.newBuilder()
                .setPrevLogIndex(previous.index())
                .setPrevLogTerm(previous.term())
                .setCommittedIndex(previous.index() + entries.size());
        for (FrameInput entry : entries) {
            request.addEntries(meta(entry));
            if (entry.type() == FrameType.DATA) {
                data = data.concat(UnsafeByteOperations.unsafeWrap(entry.body()));
            }
        }
        return request.setData(data);
    }

    private static EntryMeta meta(FrameInput entry) {
        EntryMeta.Builder meta = EntryMeta.newBuilder().setTerm(entry.term());
        switch (entry.type()) {
            case DATA ->
                meta.setType(EntryType.ENTRY_TYPE_DATA).setDataLen(entry.body().remaining());
            case NOOP -> meta.setType(EntryType.ENTRY_TYPE_NO_OP).setDataLen(0);
            case CONF ->
                putMembers(meta.setType(EntryType.ENTRY_TYPE_CONFIGURATION).setDataLen(0), entry);
            case PAD -> throw new IllegalStateException("a PAD frame is not an entry");
        }
        return meta.build();
    }

    private static void putMembers(EntryMeta.Builder meta, FrameInput entry) {
        LogEntry members = new LogEntry();
        ConfigurationBody.decode(entry.body(), members);
        put(members.getPeers(), meta::addPeers);
        put(members.getOldPeers(), meta::addOldPeers);
        put(members.getLearners(), meta::addLearners);
        put(members.getOldLearners(), meta::addOldLearners);
    }

    private static void put(@Nullable List<PeerId> peers, Consumer<String> texts) {
        if (peers != null) {
            peers.forEach(peer -> texts.accept(peer.toString()));
        }
    }
}
