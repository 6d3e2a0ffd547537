package io.ringmq.examples;

import io.ringmq.client.producer.CircuitBreakerLimits;
import io.ringmq.client.producer.Message;
import io.ringmq.client.producer.Producer;
import java.time.Duration;

/** A producer that leaves a ring alone sooner, and for longer, than it would by default. Wants the topic {@code orders}. */
public final class CircuitBreakerExample {
    private CircuitBreakerExample() {}

    public static void main(String[] args) {
        System.out.println(run(args[0]));
    }

    /** Returns the name of the ring that stored the message. */
    public static String run(String nameservers) {
        CircuitBreakerLimits limits = CircuitBreakerLimits.defaults()
                .withLatency(Duration.ofMillis(300))
                .withPause(Duration.ofMinutes(2));
        try (Producer producer = Producer.builder()
                .nameservers(nameservers)
                .group("orders")
                .circuitBreaker(limits)
                .build()) {
            return producer.send(Message.of("orders", "order 19")).queue().brokerName();
        }
    }
}
