package io.ringmq.examples;

import io.ringmq.client.consumer.StartPosition;
import io.ringmq.client.producer.Message;
import io.ringmq.client.request.Replier;
import io.ringmq.client.request.Reply;
import io.ringmq.client.request.Requester;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Asks, and answers. Wants the topic {@code prices}. */
public final class RequestExample {
    private RequestExample() {}

    public static void main(String[] args) {
        System.out.println(run(args[0]));
    }

    /** Returns the replies. */
    public static List<String> run(String nameservers) {
        Map<String, Integer> cents = Map.of("apple", 30, "pear", 45);
        try (Replier replier = Replier.builder()
                        .nameservers(nameservers)
                        .group("pricing")
                        .subscribe("prices", "*")
                        .startAt(StartPosition.EARLIEST)
                        .listener(request -> Reply.of(request.text() + ": " + cents.get(request.text())))
                        .start();
                Requester requester = Requester.builder()
                        .nameservers(nameservers)
                        .group("shop")
                        .timeout(Duration.ofSeconds(10))
                        .build()) {
            Reply apple = requester.request(Message.of("prices", "apple"));
            CompletableFuture<Reply> pear = requester.requestAsync(Message.of("prices", "pear"));
            return List.of(apple.text(), pear.join().text());
        }
    }
}
