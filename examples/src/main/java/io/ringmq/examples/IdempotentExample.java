package io.ringmq.examples;

import io.ringmq.client.producer.Message;
import io.ringmq.client.producer.Producer;
import io.ringmq.client.producer.SendReceipt;
import java.time.Duration;
import java.util.List;

/** Stores each message once, and those of an account in their order. Wants the topic {@code accounts}. */
public final class IdempotentExample {
    private IdempotentExample() {}

    public static void main(String[] args) {
        System.out.println(run(args[0]));
    }

    /** Returns the offsets of two messages in the queue of their account. */
    public static List<Long> run(String nameservers) {
        try (Producer producer = Producer.builder()
                .nameservers(nameservers)
                .group("accounts")
                .timeout(Duration.ofMinutes(1))
                .idempotent(true)
                .build()) {
            SendReceipt opened = producer.send(Message.of("accounts", "open").withOrderingKey("account-17"));
            SendReceipt filled =
                    producer.send(Message.of("accounts", "deposit 30").withOrderingKey("account-17"));
            return List.of(opened.queueOffset(), filled.queueOffset());
        }
    }
}
