package io.ringmq.examples;

import io.ringmq.client.consumer.ConsumeOutcome;
import io.ringmq.client.consumer.PushConsumer;
import io.ringmq.client.consumer.StartPosition;
import io.ringmq.client.producer.Message;
import io.ringmq.client.transaction.Decision;
import io.ringmq.client.transaction.Transaction;
import io.ringmq.client.transaction.TransactionalProducer;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Has a message appear together with a change elsewhere, and another one not at all. Wants the topic {@code shipments}, of
 * one queue.
 */
public final class TransactionExample {
    private TransactionExample() {}

    public static void main(String[] args) throws InterruptedException {
        System.out.println(run(args[0]));
    }

    /** Returns the first text that was consumed. */
    public static String run(String nameservers) throws InterruptedException {
        // Stands for a table of a database: orders by the id of their transaction.
        Map<String, String> orders = new ConcurrentHashMap<>();
        try (TransactionalProducer producer = TransactionalProducer.builder()
                .nameservers(nameservers)
                .group("shipping")
                .checker(open -> orders.containsKey(open.transactionId()) ? Decision.COMMIT : Decision.ROLLBACK)
                .build()) {
            try (Transaction abandoned = producer.begin(Message.of("shipments", "ship order 16"))) {
                System.out.println(abandoned.id() + " is closed without a commit, which rolls it back");
            }
            try (Transaction transaction = producer.begin(Message.of("shipments", "ship order 17"))) {
                orders.put(transaction.id(), "order 17");
                transaction.commit();
            }
        }
        return consumeOne(nameservers);
    }

    private static String consumeOne(String nameservers) throws InterruptedException {
        BlockingQueue<String> consumed = new LinkedBlockingQueue<>();
        try (PushConsumer consumer = PushConsumer.builder()
                .nameservers(nameservers)
                .group("shippers")
                .subscribe("shipments", "*")
                .startAt(StartPosition.EARLIEST)
                .listener(message -> {
                    consumed.add(message.text());
                    return ConsumeOutcome.CONSUMED;
                })
                .start()) {
            return consumed.take();
        }
    }
}
