package io.ringmq.examples;

import io.ringmq.client.consumer.ConsumeOutcome;
import io.ringmq.client.consumer.PushConsumer;
import io.ringmq.client.consumer.StartPosition;
import io.ringmq.client.producer.Message;
import io.ringmq.client.producer.Producer;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A message that fails at first is delivered again, after 10 s. Wants the topic {@code mails}. */
public final class RetryExample {
    private RetryExample() {}

    public static void main(String[] args) throws InterruptedException {
        System.out.println(run(args[0]));
    }

    /** Returns what happened to the message, in that order. */
    public static List<String> run(String nameservers) throws InterruptedException {
        BlockingQueue<String> deliveries = new LinkedBlockingQueue<>();
        try (Producer producer = Producer.builder()
                        .nameservers(nameservers)
                        .group("shop")
                        .build();
                PushConsumer consumer = PushConsumer.builder()
                        .nameservers(nameservers)
                        .group("mailers")
                        .subscribe("mails", "*")
                        .startAt(StartPosition.EARLIEST)
                        .maxReconsumeTimes(3)
                        .listener(message -> {
                            if (message.reconsumeTimes() == 0) {
                                deliveries.add(message.text() + ": the mail server is down");
                                return ConsumeOutcome.RETRY_LATER;
                            }
                            deliveries.add(message.text() + ": sent");
                            return ConsumeOutcome.CONSUMED;
                        })
                        .start()) {
            producer.send(Message.of("mails", "receipt of order 17"));
            return List.of(deliveries.take(), deliveries.take());
        }
    }
}
