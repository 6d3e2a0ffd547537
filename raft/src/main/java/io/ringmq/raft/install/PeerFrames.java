package io.ringmq.raft.install;

import com.alipay.sofa.jraft.rpc.RpcRequests.GetFileRequest;
import com.alipay.sofa.jraft.util.Endpoint;
import io.ringmq.raft.rpc.CopyChannel;
import io.ringmq.store.commitlog.FrameSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The log of a peer, over a connection that is made when it is first asked. Used by one thread. */
final class PeerFrames implements FrameSource, AutoCloseable {

    /** Any bound gives one frame at least. Damage is small as a rule, and the peer may be damaged in the next one. */
    private static final int ONE_FRAME = 1;

    private static final int CONNECT_TIMEOUT_MS = 2_000;
    private static final int ANSWER_TIMEOUT_MS = 5_000;

    private final String group;
    private final Endpoint peer;
    private final Function<Endpoint, CopyChannel> channels;
    private final Pace pace;
    private @Nullable CopyChannel channel;

    PeerFrames(String group, Endpoint peer, Function<Endpoint, CopyChannel> channels, LongSupplier nanoClock) {
        this.group = group;
        this.peer = peer;
        this.channels = channels;
        this.pace = new Pace(Long.MAX_VALUE, nanoClock);
    }

    @Override
    public ByteBuffer frames(long fromIndex) throws IOException {
        try {
            GetFileRequest request = GetFileRequest.newBuilder()
                    .setFilename(group + "/" + CopyOffer.ENTRIES)
                    .setReaderId(0)
                    .setOffset(fromIndex)
                    .setCount(ONE_FRAME)
                    .build();
            return connected()
                    .read(request)
                    .get(ANSWER_TIMEOUT_MS, TimeUnit.MILLISECONDS)
                    .getData()
                    .asReadOnlyByteBuffer();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("no answer within " + ANSWER_TIMEOUT_MS + " ms", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private CopyChannel connected() throws IOException, InterruptedException {
        CopyChannel open = channel;
        if (open == null) {
            open = channels.apply(peer);
            channel = open;
        }
        if (!pace.await(open::isEstablished, CONNECT_TIMEOUT_MS)) {
            throw new IOException("no connection within " + CONNECT_TIMEOUT_MS + " ms");
        }
        return open;
    }

    @Override
    public void close() {
        if (channel != null) {
            channel.close();
        }
    }

    @Override
    public String toString() {
        return "replica " + peer;
    }
}
