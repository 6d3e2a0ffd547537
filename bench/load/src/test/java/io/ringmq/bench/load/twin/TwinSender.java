package io.ringmq.bench.load.twin;

import io.ringmq.bench.load.client.Completion;
import io.ringmq.bench.load.client.SendFailedException;
import io.ringmq.bench.load.client.Sender;
import java.util.List;

/** Stores on the calling thread. */
final class TwinSender implements Sender {
    private final TwinClient client;
    private final TwinBehaviour behaviour;

    TwinSender(TwinClient client, TwinBehaviour behaviour) {
        this.client = client;
        this.behaviour = behaviour;
    }

    @Override
    public void send(byte[] body) throws SendFailedException, InterruptedException {
        sendGroup(List.of(body));
    }

    @Override
    public void sendAsync(byte[] body, Completion completion) throws InterruptedException {
        try {
            send(body);
        } catch (SendFailedException e) {
            completion.done(e);
            return;
        }
        completion.done(null);
    }

    @Override
    public void sendGroup(List<byte[]> bodies) throws SendFailedException, InterruptedException {
        behaviour.beforeStore(bodies.size());
        bodies.forEach(client::store);
    }

    @Override
    public void close() {
        client.closed();
    }
}
