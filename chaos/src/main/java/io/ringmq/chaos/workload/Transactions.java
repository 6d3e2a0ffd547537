package io.ringmq.chaos.workload;

import io.ringmq.chaos.history.Entry;
import io.ringmq.client.producer.Message;
import io.ringmq.client.route.ClientException;
import io.ringmq.client.transaction.Decision;
import io.ringmq.client.transaction.OpenTransaction;
import io.ringmq.client.transaction.Transaction;
import io.ringmq.client.transaction.TransactionalProducer;
import io.ringmq.remoting.message.PropertyNames;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/**
 * Begins transactions and ends them, at once or when it is asked. How each ends is decided, and in the history, before
 * the ring is told. Whose beginning was not acknowledged is rolled back, should the ring ask.
 */
final class Transactions implements AutoCloseable {
    private static final String GROUP = "chaos-transactions";
    private static final String FIRST_QUESTION_AFTER_S = "1";

    /** What an application does with a transaction. */
    private enum Plan {
        COMMIT,
        ROLLBACK,
        COMMIT_WHEN_ASKED,
        ROLLBACK_WHEN_ASKED;

        private Decision decision() {
            return this == COMMIT || this == COMMIT_WHEN_ASKED ? Decision.COMMIT : Decision.ROLLBACK;
        }
    }

    private final Setting setting;
    private final TransactionalProducer producer;
    private final Map<String, Decision> decisions = new ConcurrentHashMap<>();
    private long sequence;

    Transactions(Setting setting, String nameservers) {
        this.setting = setting;
        this.producer = TransactionalProducer.builder()
                .nameservers(nameservers)
                .group(GROUP)
                .checker(this::decision)
                .build();
    }

    private Decision decision(OpenTransaction open) {
        return decisions.getOrDefault(Payload.id(open.message().body()), Decision.UNKNOWN);
    }

    /** One transaction; for one thread. */
    void run(RandomGenerator random, Duration between) {
        Plan plan = Plan.values()[random.nextInt(Plan.values().length)];
        String topic = setting.queues().get(0).topic();
        Payload payload = Payload.of("transaction-" + sequence++, random);
        Message message = new Message(
                topic, payload.body(), Map.of(PropertyNames.CHECK_IMMUNITY_TIME_IN_SECONDS, FIRST_QUESTION_AFTER_S), 0);
        setting.history().accept(new Entry.Invoked(setting.nowNs(), payload.id(), payload.crc(), true));
        try (Transaction transaction = producer.begin(message)) {
            decide(payload.id(), plan.decision());
            end(transaction, plan);
        } catch (ClientException e) {
            decisions.computeIfAbsent(payload.id(), id -> {
                refuse(id, "not begun: " + e.getMessage());
                return Decision.ROLLBACK;
            });
        }
        setting.await().pause(between);
    }

    private void decide(String id, Decision decision) {
        if (decision == Decision.COMMIT) {
            long nowNs = setting.nowNs();
            setting.history().accept(new Entry.Settled(nowNs, id, nowNs));
        } else {
            refuse(id, "rolled back");
        }
        decisions.put(id, decision);
    }

    private void refuse(String id, String reason) {
        setting.history().accept(new Entry.Refused(setting.nowNs(), id, reason));
    }

    private static void end(Transaction transaction, Plan plan) {
        switch (plan) {
            case COMMIT -> transaction.commit();
            case ROLLBACK -> transaction.rollback();
            case COMMIT_WHEN_ASKED, ROLLBACK_WHEN_ASKED -> transaction.leaveOpen();
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
