package io.ringmq.raft.install;

import com.alipay.sofa.jraft.rpc.RpcRequests.GetFileRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.GetFileResponse;
import io.ringmq.raft.rpc.CopyChannel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks for the parts of a copy, at a bounded rate. Used by one thread. */
final class CopyClient implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CopyClient.class);

    static final int PART_BYTES = 1 << 20;
    private static final int TIMEOUT_S = 30;
    private static final int CONNECT_TIMEOUT_S = 5;
    private static final long NO_SESSION = 0;

    private final String group;
    private final CopyChannel channel;
    private final Pace pace;
    private long session = NO_SESSION;

    CopyClient(String group, CopyChannel channel, Pace pace) {
        this.group = group;
        this.channel = channel;
        this.pace = pace;
    }

    /** Begins a session. */
    CopyOffer open() throws IOException, InterruptedException {
        if (!pace.await(channel::isEstablished, TimeUnit.SECONDS.toMillis(CONNECT_TIMEOUT_S))) {
            throw new IOException("no connection within " + CONNECT_TIMEOUT_S + " s");
        }
        CopyOffer offer = CopyOffer.decode(data(await(ask(CopyOffer.OPEN, 0, 0))));
        session = offer.session();
        return offer;
    }

    /** Asks for frames from an entry on. */
    CompletableFuture<GetFileResponse> log(long fromIndex) {
        return ask(CopyOffer.LOG, fromIndex, PART_BYTES);
    }

    /** A part of a file of the state. */
    ByteBuffer state(String name, long offset) throws IOException, InterruptedException {
        return part(ask(CopyOffer.STATE + name, offset, PART_BYTES));
    }

    /** A file does not have its checksum: the other side should look at its snapshot again. */
    void reportDamage() throws IOException, InterruptedException {
        await(ask(CopyOffer.DAMAGED, 0, 0));
    }

    /** Ends the session, so that the other side keeps nothing for it any more. */
    void end() throws IOException, InterruptedException {
        await(ask(CopyOffer.CLOSE, 0, 0));
        session = NO_SESSION;
    }

    /** Waits for a part that was asked for, and as long as the rate demands. */
    ByteBuffer part(CompletableFuture<GetFileResponse> asked) throws IOException, InterruptedException {
        ByteBuffer bytes = data(await(asked));
        pace.spend(bytes.remaining());
        return bytes;
    }

    private CompletableFuture<GetFileResponse> ask(String what, long offset, int count) {
        return channel.read(GetFileRequest.newBuilder()
                .setFilename(group + "/" + what)
                .setReaderId(session)
                .setOffset(offset)
                .setCount(count)
                .build());
    }

    private static GetFileResponse await(CompletableFuture<GetFileResponse> asked)
            throws IOException, InterruptedException {
        try {
            return asked.get(TIMEOUT_S, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("no answer within " + TIMEOUT_S + " s", e);
        }
    }

    private static ByteBuffer data(GetFileResponse response) {
        return response.getData().asReadOnlyByteBuffer();
    }

    /**
     * Ends a session that is still open, as one that was given up is: attempts that follow each other would soon take all
     * that the other side allows. Does not wait; what gets lost here ends there after a while.
     */
    @Override
    public void close() {
        if (session != NO_SESSION) {
            ask(CopyOffer.CLOSE, 0, 0).whenComplete((answer, failure) -> {
                if (failure != null) {
                    LOG.debug("Group {}: session {} was not closed by request", group, session, failure);
                }
            });
        }
        channel.close();
    }
}
