package io.ringmq.examples;

import io.ringmq.client.consumer.ConsumeOutcome;
import io.ringmq.client.consumer.PushConsumer;
import io.ringmq.client.consumer.StartPosition;
import io.ringmq.client.producer.Message;
import io.ringmq.client.producer.Producer;
import io.ringmq.client.producer.SendReceipt;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Has messages delivered later, and calls one of them back. Wants the topic {@code reminders}. */
public final class TimedExample {
    private TimedExample() {}

    public static void main(String[] args) throws InterruptedException {
        System.out.println(run(args[0]));
    }

    /** Returns the first text that was consumed. */
    public static String run(String nameservers) throws InterruptedException {
        BlockingQueue<String> consumed = new LinkedBlockingQueue<>();
        try (Producer producer = Producer.builder()
                        .nameservers(nameservers)
                        .group("shop")
                        .build();
                PushConsumer consumer = PushConsumer.builder()
                        .nameservers(nameservers)
                        .group("reminding")
                        .subscribe("reminders", "*")
                        .startAt(StartPosition.EARLIEST)
                        .listener(message -> {
                            consumed.add(message.text());
                            return ConsumeOutcome.CONSUMED;
                        })
                        .start()) {
            SendReceipt reminder =
                    producer.send(Message.of("reminders", "order-17").withDelay(Duration.ofSeconds(2)));
            producer.send(Message.of("reminders", "order-18").withDelay(Duration.ofSeconds(3)));
            producer.recall(reminder);
            return consumed.take();
        }
    }
}
