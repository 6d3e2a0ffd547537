package io.ringmq.examples;

import io.ringmq.client.consumer.ConsumeOutcome;
import io.ringmq.client.consumer.PushConsumer;
import io.ringmq.client.consumer.StartPosition;
import io.ringmq.client.producer.Message;
import io.ringmq.client.producer.Producer;
import io.ringmq.client.producer.SendReceipt;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;

/** Sends messages, waiting and not waiting, and consumes those with some tags. Wants the topic {@code orders}. */
public final class SendExample {
    private SendExample() {}

    public static void main(String[] args) throws InterruptedException {
        System.out.println(run(args[0]));
    }

    /** Returns the texts that were consumed, in the order of the alphabet. */
    public static List<String> run(String nameservers) throws InterruptedException {
        BlockingQueue<String> consumed = new LinkedBlockingQueue<>();
        byte[] bytes = "order 18 was paid back".getBytes(StandardCharsets.UTF_8);
        try (Producer producer = Producer.builder()
                        .nameservers(nameservers)
                        .group("orders")
                        .build();
                PushConsumer consumer = PushConsumer.builder()
                        .nameservers(nameservers)
                        .group("billing")
                        .subscribe("orders", "paid || refunded")
                        .startAt(StartPosition.EARLIEST)
                        .listener(message -> {
                            consumed.add(message.text());
                            return ConsumeOutcome.CONSUMED;
                        })
                        .start()) {
            SendReceipt receipt = producer.send(
                    Message.of("orders", "order 17 was paid").withTag("paid").withKeys("order-17"));
            CompletableFuture<SendReceipt> later =
                    producer.sendAsync(Message.of("orders", bytes).withTag("refunded"));
            System.out.println("stored: " + receipt + ", " + later.join());
            return Stream.of(consumed.take(), consumed.take()).sorted().toList();
        }
    }
}
