package io.ringmq.bench.load.twin;

import io.ringmq.bench.load.client.LoadClient;
import io.ringmq.bench.load.client.MessageHandler;
import io.ringmq.bench.load.client.Receiver;
import io.ringmq.bench.load.client.Sender;
import io.ringmq.bench.load.client.Tuning;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A client and its broker in memory. A message is stored, delivered to every group and acknowledged on the thread that
 * sends it, unless told otherwise. Thread-safe.
 */
public final class TwinClient implements LoadClient {
    private final List<byte[]> log = new ArrayList<>();
    private final Map<String, MessageHandler> groups = new ConcurrentHashMap<>();
    private final AtomicInteger openSenders = new AtomicInteger();
    private final TwinBehaviour behaviour;

    public TwinClient(TwinBehaviour behaviour) {
        this.behaviour = behaviour;
    }

    @Override
    public Sender openSender(Tuning tuning, String name) {
        openSenders.incrementAndGet();
        return new TwinSender(this, behaviour);
    }

    @Override
    public Receiver openReceiver(String group, MessageHandler handler) {
        synchronized (log) {
            log.forEach(body -> handler.onMessage(ByteBuffer.wrap(body)));
            groups.put(group, handler);
        }
        return () -> groups.remove(group);
    }

    void store(byte[] body) {
        synchronized (log) {
            log.add(body);
            groups.values().forEach(handler -> handler.onMessage(ByteBuffer.wrap(body)));
        }
    }

    void closed() {
        openSenders.decrementAndGet();
    }

    /** Everything stored so far, in order. */
    public List<byte[]> stored() {
        synchronized (log) {
            return List.copyOf(log);
        }
    }

    /** Groups that consume at the moment. */
    public int openReceivers() {
        return groups.size();
    }

    /** Senders that are open at the moment. */
    public int openSenders() {
        return openSenders.get();
    }
}
