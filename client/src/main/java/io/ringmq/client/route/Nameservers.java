package io.ringmq.client.route;

import io.ringmq.remoting.body.MalformedBodyException;
import io.ringmq.remoting.body.TopicRoute;
import io.ringmq.remoting.header.GetRouteInfoHeader;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.RequestCode;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.RemotingClient;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Asks all nameservers at once and takes the first answer, so that one that hangs delays nobody. Thread-safe. */
public final class Nameservers {
    private static final int TIMEOUT_MS = 3_000;

    private final List<String> addresses;
    private final RemotingClient client;

    /**
     * Asks these nameservers.
     *
     * @param addresses {@code host:port} of each, at least one
     */
    public Nameservers(List<String> addresses, RemotingClient client) {
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("no nameservers given; name at least one as host:port");
        }
        this.addresses = List.copyOf(addresses);
        this.client = client;
    }

    /**
     * Looks a topic up.
     *
     * @return fails with {@link TopicNotFoundException} if a nameserver says so and no other one knows better, or with
     *     {@link ClientException} if none answers
     */
    public CompletableFuture<TopicRouting> lookUp(String topic) {
        Lookup lookup = new Lookup(topic, addresses.size());
        Command request = Command.request(RequestCode.GET_ROUTEINFO_BY_TOPIC, new GetRouteInfoHeader(topic, true));
        for (String address : addresses) {
            client.invoke(address, request, TIMEOUT_MS).whenComplete(lookup::answered);
        }
        return lookup.result;
    }

    private static final class Lookup {
        private final String topic;
        private final AtomicInteger awaited;
        private final AtomicBoolean unknown = new AtomicBoolean();
        private final CompletableFuture<TopicRouting> result = new CompletableFuture<>();

        Lookup(String topic, int awaited) {
            this.topic = topic;
            this.awaited = new AtomicInteger(awaited);
        }

        void answered(@Nullable Command answer, @Nullable Throwable failure) {
            Throwable cause = failure;
            if (answer != null && answer.code() == ResponseCode.SUCCESS) {
                try {
                    result.complete(TopicRouting.of(topic, TopicRoute.decode(answer.body())));
                } catch (MalformedBodyException e) {
                    cause = e;
                }
            } else if (answer != null && answer.code() == ResponseCode.TOPIC_NOT_EXIST) {
                unknown.set(true);
            }
            if (awaited.decrementAndGet() == 0 && !result.isDone()) {
                result.completeExceptionally(
                        unknown.get()
                                ? new TopicNotFoundException(topic)
                                : new ClientException("no nameserver answered for topic '" + topic + "'", cause));
            }
        }
    }
}
