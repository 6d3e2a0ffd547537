package io.ringmq.raft.rpc;

import com.alipay.sofa.jraft.error.InvokeTimeoutException;
import com.alipay.sofa.jraft.error.RemotingException;
import com.alipay.sofa.jraft.rpc.InvokeCallback;
import com.google.protobuf.Message;
import io.netty.channel.Channel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The unanswered calls of one connection. Confined to the connection's event loop, except {@link #reserve}.
 *
 * <p>Deadlines are checked every {@value #SWEEP_MS} ms while there are calls. A connection on which nothing has come back
 * for a while, although calls wait, is closed: the path is dead, and a new connection finds out sooner than TCP does.
 */
final class PendingCalls implements FrameReader.Receiver {

    private static final Logger LOG = LoggerFactory.getLogger(PendingCalls.class);
    private static final int SWEEP_MS = 50;

    /** Far above what the replicators of a node have in flight; reached only by a peer that has stopped reading. */
    private static final long MAX_IN_FLIGHT_BYTES = 512L << 20;

    /** Several lost heartbeats, and more than a pause of the peer. */
    private static final long CONTROL_SILENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(1000);

    /** More than a slow disk takes to append. */
    private static final long DATA_SILENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    record Call(InvokeCallback callback, long deadlineNanos, int sizeBytes) {}

    private final Channel channel;
    private final Lane lane;
    private final LongSupplier nanoClock;
    private final Runnable onClosed;
    private final AtomicLong inFlightBytes = new AtomicLong();
    private final Map<Integer, Call> calls = new HashMap<>();
    private long silentSinceNanos;
    private boolean sweeping;
    private boolean closed;

    PendingCalls(Channel channel, Lane lane, LongSupplier nanoClock, Runnable onClosed) {
        this.channel = channel;
        this.lane = lane;
        this.nanoClock = nanoClock;
        this.onClosed = onClosed;
    }

    /** Takes room for a request; false if the peer has not answered for more than the bound already. */
    boolean reserve(int sizeBytes) {
        if (inFlightBytes.addAndGet(sizeBytes) <= MAX_IN_FLIGHT_BYTES) {
            return true;
        }
        inFlightBytes.addAndGet(-sizeBytes);
        return false;
    }

    /** Whether the call was added; if not, the connection is closed and the call has failed. */
    boolean add(int correlation, Call call) {
        if (closed) {
            fail(call, new RemotingException("connection closed"));
            return false;
        }
        if (calls.isEmpty()) {
            silentSinceNanos = nanoClock.getAsLong();
        }
        calls.put(correlation, call);
        if (!sweeping) {
            sweeping = true;
            scheduleSweep();
        }
        return true;
    }

    private void scheduleSweep() {
        channel.eventLoop().schedule(this::sweep, SWEEP_MS, TimeUnit.MILLISECONDS);
    }

    private void sweep() {
        if (calls.isEmpty()) {
            sweeping = false;
            return;
        }
        long now = nanoClock.getAsLong();
        if (now - silentSinceNanos > (lane == Lane.CONTROL ? CONTROL_SILENCE_NANOS : DATA_SILENCE_NANOS)) {
            LOG.info("Raft connection {} is silent; closing it", channel);
            channel.close();
            return;
        }
        List<Call> late = new ArrayList<>();
        calls.values().removeIf(call -> call.deadlineNanos() - now <= 0 && late.add(call));
        late.forEach(call -> fail(call, new InvokeTimeoutException("no answer from " + channel.remoteAddress())));
        scheduleSweep();
    }

    @Override
    public void received(byte direction, MessageKind kind, int correlation, Message message) {
        if (direction != FrameEncoder.RESPONSE) {
            throw new MalformedFrameException("a request on a connection for responses");
        }
        silentSinceNanos = nanoClock.getAsLong();
        Call call = calls.remove(correlation);
        if (call == null) {
            return; // answered after its deadline
        }
        inFlightBytes.addAndGet(-call.sizeBytes());
        if (lane == Lane.DATA) {
            // On this thread: one hop less in the path of every entry. What runs here, the replicator's bookkeeping,
            // takes locks that are held for microseconds.
            call.callback().complete(message, null);
        } else {
            call.callback().executor().execute(() -> call.callback().complete(message, null));
        }
    }

    @Override
    public void closed() {
        closed = true;
        onClosed.run();
        List<Call> lost = new ArrayList<>(calls.values());
        calls.clear();
        lost.forEach(call -> fail(call, new RemotingException("connection to " + channel.remoteAddress() + " lost")));
    }

    // Never on this thread: the caller may hold the lock that the callback takes.
    private void fail(Call call, Throwable cause) {
        inFlightBytes.addAndGet(-call.sizeBytes());
        call.callback().executor().execute(() -> call.callback().complete(null, cause));
    }
}
