package io.ringmq.raft.install;

import com.alipay.sofa.jraft.util.Endpoint;
import io.ringmq.store.commitlog.ChainPoint;
import io.ringmq.store.commitlog.FrameInput;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** This replica, as a copy sees it. */
public interface CopyTarget {

    /** The place after the last entry that is applied and stored here. */
    ChainPoint appliedPoint();

    /** The place after an entry, null if the log does not hold it. */
    @Nullable
    ChainPoint pointAfter(long index);

    /**
     * Takes in committed entries, as if the leader had sent them.
     *
     * @param source where they come from; in its name they count as a sign of life
     * @param previous the entry before them
     * @return false if there is no room now; to be tried again
     * @throws IOException if they are refused, because the source does not lead any more
     */
    boolean append(Endpoint source, ChainPoint previous, List<FrameInput> entries)
            throws IOException, InterruptedException;
}
