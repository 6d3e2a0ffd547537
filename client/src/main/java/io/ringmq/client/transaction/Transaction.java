package io.ringmq.client.transaction;

import io.ringmq.client.producer.SendReceipt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * A message that is stored, and that nobody sees before {@link #commit()}. Whoever neither commits, rolls back nor closes
 * it is asked about it, or another producer of the group is. Thread-safe.
 */
public final class Transaction implements AutoCloseable {
    private final SendReceipt half;
    private final Function<Decision, CompletableFuture<Void>> ending;
    private final AtomicBoolean decided = new AtomicBoolean();

    /** @param ending tells the broker */
    Transaction(SendReceipt half, Function<Decision, CompletableFuture<Void>> ending) {
        this.half = half;
        this.ending = ending;
    }

    /** Its id, which is also the id of its message, and what a {@link TransactionChecker} gets. */
    public String id() {
        return half.messageId();
    }

    /**
     * Has consumers get the message, and waits until that is replicated. May be called again after a failure.
     *
     * @throws TransactionException if the transaction ended in another way before, or nobody acknowledged in time
     */
    public void commit() {
        TransactionEnds.await(commitAsync());
    }

    /** As {@link #commit()}, without waiting; fails with what that throws. */
    public CompletableFuture<Void> commitAsync() {
        return end(Decision.COMMIT);
    }

    /** Has nobody ever get the message; as {@link #commit()}. */
    public void rollback() {
        TransactionEnds.await(rollbackAsync());
    }

    /** As {@link #rollback()}, without waiting. */
    public CompletableFuture<Void> rollbackAsync() {
        return end(Decision.ROLLBACK);
    }

    /**
     * Leaves it open: {@link #close()} does nothing then, and the group's {@link TransactionChecker} decides. For work
     * whose outcome is not known.
     */
    public void leaveOpen() {
        decided.set(true);
    }

    /** Rolls back, unless it was committed, rolled back or left open before. Does not wait for the broker. */
    @Override
    public void close() {
        if (decided.compareAndSet(false, true)) {
            // If this gets lost the checker is asked, who finds nothing that belongs to the message.
            CompletableFuture<Void> unused = ending.apply(Decision.ROLLBACK);
        }
    }

    private CompletableFuture<Void> end(Decision decision) {
        decided.set(true);
        return ending.apply(decision);
    }

    @Override
    public String toString() {
        return "transaction " + id() + " of " + half.queue();
    }
}
