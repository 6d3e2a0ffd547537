package io.ringmq.broker.assignment;

import io.ringmq.broker.registration.Nameservers;
import io.ringmq.remoting.body.MalformedBodyException;
import io.ringmq.remoting.body.MessageQueue;
import io.ringmq.remoting.body.Permissions;
import io.ringmq.remoting.body.QueueData;
import io.ringmq.remoting.body.TopicRoute;
import io.ringmq.remoting.header.GetRouteInfoHeader;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.RequestCode;
import io.ringmq.remoting.protocol.ResponseCode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** The queues of a topic on all brokers that have it, as the nameservers know them. Thread-safe. */
final class TopicQueues {
    /** Clients wait 3 s for their answer. */
    private static final long TIMEOUT_MS = 1_000;

    private static final Comparator<MessageQueue> ORDER = Comparator.comparing(MessageQueue::topic)
            .thenComparing(MessageQueue::brokerName)
            .thenComparingInt(MessageQueue::queueId);

    private final Nameservers nameservers;

    TopicQueues(Nameservers nameservers) {
        this.nameservers = nameservers;
    }

    /**
     * The queues to read, in the order in which clients share them.
     *
     * @return empty if no broker has the topic to read; fails if no nameserver answers
     */
    CompletableFuture<List<MessageQueue>> of(String topic) {
        return ask(topic, nameservers.addresses(), 0);
    }

    private CompletableFuture<List<MessageQueue>> ask(String topic, List<String> addresses, int index) {
        if (index >= addresses.size()) {
            return CompletableFuture.failedFuture(
                    new IllegalStateException("no nameserver of " + addresses + " tells the route of " + topic));
        }
        Command request = Command.request(RequestCode.GET_ROUTEINFO_BY_TOPIC, new GetRouteInfoHeader(topic, true));
        return nameservers
                .invoke(addresses.get(index), request, TIMEOUT_MS)
                .thenApply(answer -> queues(topic, answer))
                .exceptionallyCompose(failure -> ask(topic, addresses, index + 1));
    }

    private static List<MessageQueue> queues(String topic, Command answer) {
        if (answer.code() == ResponseCode.TOPIC_NOT_EXIST) {
            return List.of();
        }
        if (answer.code() != ResponseCode.SUCCESS) {
            throw new CompletionException(
                    new IllegalStateException("the nameserver answered " + answer.code() + " " + answer.remark()));
        }
        List<MessageQueue> queues = new ArrayList<>();
        try {
            for (QueueData data : TopicRoute.decode(answer.body()).queueDatas()) {
                int readable = Permissions.isReadable(data.perm()) ? data.readQueueNums() : 0;
                for (int queueId = 0; queueId < readable; queueId++) {
                    queues.add(new MessageQueue(topic, data.brokerName(), queueId));
                }
            }
        } catch (MalformedBodyException e) {
            throw new CompletionException(e);
        }
        queues.sort(ORDER);
        return queues;
    }
}
