package io.ringmq.raft.storage;

import com.alipay.sofa.jraft.core.NodeImpl;
import com.alipay.sofa.jraft.entity.EnumOutter.ErrorType;
import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.error.RaftError;
import com.alipay.sofa.jraft.error.RaftException;
import com.alipay.sofa.jraft.option.RaftMetaStorageOptions;
import com.alipay.sofa.jraft.storage.RaftMetaStorage;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** JRaft's term and vote, kept in the raft-meta file. JRaft calls it under its node lock. */
final class MetaStorage implements RaftMetaStorage {

    private static final Logger LOG = LoggerFactory.getLogger(MetaStorage.class);

    private final RaftMetaFile file;
    private final Consumer<Throwable> failed;
    private @Nullable NodeImpl node;
    private boolean broken;

    MetaStorage(RaftMetaFile file, Consumer<Throwable> failed) {
        this.file = file;
        this.failed = failed;
    }

    @Override
    public boolean init(RaftMetaStorageOptions options) {
        node = options.getNode();
        return true;
    }

    /** The file stays open: JRaft may still step down to a higher term while it shuts down. */
    @Override
    public void shutdown() {}

    @Override
    public boolean setTerm(long term) {
        return save(term, file.votedFor());
    }

    @Override
    public long getTerm() {
        return file.term();
    }

    @Override
    public boolean setVotedFor(PeerId peer) {
        return save(file.term(), text(peer));
    }

    @Override
    public PeerId getVotedFor() {
        PeerId peer = new PeerId();
        return file.votedFor().isEmpty() || !peer.parse(file.votedFor()) ? PeerId.emptyPeer() : peer;
    }

    @Override
    public boolean setTermAndVotedFor(long term, PeerId peer) {
        return save(term, text(peer));
    }

    private static String text(PeerId peer) {
        return peer.isEmpty() ? "" : peer.toString();
    }

    // JRaft only logs a failed write in some of its paths and would go on with a vote that a restart forgets: the node
    // is stopped here. A write that failed is never tried again; its retry could succeed without reaching the disk.
    private boolean save(long term, String votedFor) {
        if (broken) {
            return false;
        }
        try {
            file.save(term, votedFor);
            return true;
        } catch (IOException e) {
            broken = true;
            LOG.error("Cannot write {} (term {}, vote '{}'); this node stops", RaftMetaFile.NAME, term, votedFor, e);
            failed.accept(e);
            if (node != null) {
                node.onError(new RaftException(ErrorType.ERROR_TYPE_META, RaftError.EIO, "cannot write raft-meta"));
            }
            return false;
        }
    }
}
