package io.ringmq.client.producer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ringmq.client.fake.FakeNameserver;
import io.ringmq.client.fake.FakeNode;
import io.ringmq.remoting.header.SendMessageHeader;
import io.ringmq.remoting.header.SendMessageResponseHeader;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.RequestCode;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.Responder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A producer that leaves a ring alone which is not well, among rings on loopback. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CircuitBreakingTest {
    private static final int ENOUGH = 3;

    private final FakeNameserver nameserver = new FakeNameserver();
    private final List<FakeNode> rings = new ArrayList<>();

    @AfterEach
    void stop() {
        rings.forEach(FakeNode::close);
        nameserver.close();
    }

    /** The first ring is overloaded. */
    private void start(int count) {
        for (int i = 0; i < count; i++) {
            FakeNode ring = new FakeNode().on(RequestCode.SEND_MESSAGE_V2, CircuitBreakingTest::store);
            rings.add(ring);
            nameserver.route("T", "r" + i, 2, ring.address());
        }
        rings.get(0)
                .on(
                        RequestCode.SEND_MESSAGE_V2,
                        (request, responder) -> responder.reply(request.reply(ResponseCode.SYSTEM_BUSY, "too much")));
    }

    private static void store(Command request, Responder responder) {
        SendMessageHeader header = SendMessageHeader.parse(request);
        responder.reply(request.reply(ResponseCode.SUCCESS, null)
                .withHeader(new SendMessageResponseHeader("id", header.queueId(), 0, null, null, null)));
    }

    private Producer producer(int messagesPerRequest) {
        return Producer.builder()
                .nameservers(nameserver.address())
                .group("pg")
                .batch(messagesPerRequest, 1 << 10)
                .circuitBreaker(CircuitBreakerLimits.defaults().withWindow(Duration.ofMinutes(1), ENOUGH))
                .build();
    }

    private int asked(int ring) {
        return rings.get(ring).requests(RequestCode.SEND_MESSAGE_V2).size();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10})
    void aRingThatFailsIsLeftAloneAndTheOthersShareItsLoad(int messagesPerRequest) {
        start(4);
        try (Producer producer = producer(messagesPerRequest)) {
            for (int i = 0; i < 120; i++) {
                producer.send(Message.of("T", "m" + i));
            }
        }
        assertEquals(ENOUGH, asked(0));
        for (int ring = 1; ring < 4; ring++) {
            assertTrue(asked(ring) > 30, "ring " + ring + " was asked " + asked(ring) + " times of 120");
        }
    }

    @Test
    void aSelectorChoosesItAllTheSame() {
        start(4);
        try (Producer producer = producer(10)) {
            for (int i = 0; i < 40; i++) {
                producer.send(Message.of("T", "m" + i));
            }
            assertEquals(ENOUGH, asked(0));
            rings.get(0).on(RequestCode.SEND_MESSAGE_V2, CircuitBreakingTest::store);
            SendOptions ordered = producer.defaultOptions().withSelector((queues, message) -> queues.get(0));
            for (int i = 0; i < 5; i++) {
                assertEquals(
                        "r0",
                        producer.send(Message.of("T", "o" + i), ordered).queue().brokerName());
            }
        }
    }

    @Test
    void ofThreeRingsNoneIsLeftAlone() {
        start(3);
        try (Producer producer = producer(10)) {
            for (int i = 0; i < 90; i++) {
                producer.send(Message.of("T", "m" + i));
            }
        }
        assertTrue(asked(0) > ENOUGH, "it was asked " + asked(0) + " times");
    }
}
