package io.ringmq.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.bench.cluster.LocalCluster;
import io.ringmq.client.consumer.StartPosition;
import io.ringmq.client.producer.Message;
import io.ringmq.client.request.Replier;
import io.ringmq.client.request.Reply;
import io.ringmq.client.request.Requester;
import io.ringmq.client.route.ClientException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Threads that ask through the SDK, one request after the other, and a replier beside the stock ones. */
final class SdkRequests implements AutoCloseable {
    private static final int THREADS = 4;
    private static final long PAUSE_NS = 20_000_000;
    private static final String ID_PROPERTY = "systest_id";

    private final String topic;
    private final Requester requester;
    private final Replier replier;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicInteger failed = new AtomicInteger();
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final Set<String> served = ConcurrentHashMap.newKeySet();
    private final List<CompletableFuture<Void>> threads = new ArrayList<>();

    /** Starts to ask, and to answer as the stock replier does, in its group. */
    SdkRequests(LocalCluster cluster, String topic) {
        this.topic = topic;
        String nameservers = cluster.spec().namesrvAddress();
        requester = Requester.builder()
                .nameservers(nameservers)
                .group("requesters-sdk")
                .build();
        replier = Replier.builder()
                .nameservers(nameservers)
                .group("repliers")
                .subscribe(topic, "*")
                .startAt(StartPosition.EARLIEST)
                .listener(request -> {
                    String id = request.property(ID_PROPERTY);
                    served.add(String.valueOf(id));
                    return Reply.of("answer to " + id);
                })
                .start();
        for (int i = 0; i < THREADS; i++) {
            String prefix = "sdk-" + i + "-";
            threads.add(CompletableFuture.runAsync(() -> ask(prefix), task -> new Thread(task, prefix).start()));
        }
    }

    private void ask(String prefix) {
        for (int i = 0; !ended.get(); i++) {
            String id = prefix + i;
            try {
                answers.put(
                        id,
                        requester
                                .request(Message.of(topic, "request").withProperty(ID_PROPERTY, id))
                                .text());
            } catch (ClientException e) {
                failed.incrementAndGet();
            }
            LockSupport.parkNanos(PAUSE_NS);
        }
    }

    /** Ids of the requests that were answered so far. */
    Set<String> answered() {
        return answers.keySet();
    }

    /** Ids of all requests, whoever's, that the SDK's replier served so far. */
    Set<String> served() {
        return served;
    }

    /** Asks no more. */
    void end() {
        ended.set(true);
        threads.forEach(CompletableFuture::join);
    }

    void assertAnswered() {
        answers.forEach((id, answer) -> assertEquals("answer to " + id, answer));
        assertTrue(failed.get() < answers.size(), failed + " requests failed, " + answers.size() + " were answered");
    }

    @Override
    public void close() {
        end();
        replier.close();
        requester.close();
    }
}
