package io.ringmq.client.producer;

import io.ringmq.remoting.body.MessageQueue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages that may share requests. Thread-safe.
 *
 * <pre>
 *  requests under way         what waits goes out
 *  fewer than EAGER_REQUESTS  at once, however little it is
 *  fewer than maxRequests     when it fills a batch, or has waited for the linger
 *  maxRequests                when an answer comes
 * </pre>
 *
 * <p>Counts are per broker. A lane with a queue of its own has one request under way at a time: the next goes out when
 * the one before is settled, so that retries change no order.
 *
 * <p>A request runs until the deadline of its most urgent message; then the others go back to the front. If a broker
 * refuses a batch, its messages are sent one by one, for one of them may be the cause. One thread at a time takes
 * batches out, as a rule the I/O thread: a request has to get there anyway, and until it does, more messages come.
 */
final class BatchLane {
    /** More would make batches smaller, fewer would leave the broker idle while an answer travels. */
    static final int EAGER_REQUESTS = 2;

    private static final Logger LOG = LoggerFactory.getLogger(BatchLane.class);
    private static final long NEVER = Long.MAX_VALUE;

    private final BatchLanes.Key key;
    private final BatchLanes lanes;
    private final QueueSpread spread;
    private final BatchLimits limits;
    private final ArrayDeque<PendingMessage> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private long firstDeadlineMs = NEVER;
    private long wakeMs = NEVER;
    private int underWay;
    private boolean sending;
    private boolean retired;

    BatchLane(BatchLanes.Key key, BatchLanes lanes, QueueSpread spread) {
        this.key = key;
        this.lanes = lanes;
        this.spread = spread;
        this.limits = lanes.limits();
    }

    /** Takes a message, and sends what may be sent; false if this lane is not in use any more. */
    boolean add(PendingMessage message) {
        synchronized (this) {
            if (retired) {
                return false;
            }
            waiting.addLast(message);
            waitingBytes += message.sizeBytes();
            firstDeadlineMs = Math.min(firstDeadlineMs, message.deadlineMs());
            if (sending) {
                return true;
            }
            if (!maySend()) {
                wakeInTime();
                return true;
            }
            sending = true;
        }
        lanes.onIoThread(this::send);
        return true;
    }

    /** Takes no more messages if there are none; false if there are. */
    synchronized boolean retire() {
        retired = retired || (waiting.isEmpty() && underWay == 0 && !sending);
        return retired;
    }

    private void send() {
        for (List<PendingMessage> batch = nextBatch(); !batch.isEmpty(); batch = nextBatch()) {
            new Request(batch).start();
        }
    }

    private void sendUnlessOtherDoes() {
        synchronized (this) {
            if (sending) {
                return;
            }
            sending = true;
        }
        send();
    }

    /** What goes into the next request; nothing if there may be none now. */
    private synchronized List<PendingMessage> nextBatch() {
        if (!maySend()) {
            sending = false;
            wakeInTime();
            return List.of();
        }
        underWay++;
        PendingMessage first = waiting.removeFirst();
        List<PendingMessage> batch = new ArrayList<>(Math.min(waiting.size() + 1, limits.maxMessages()));
        batch.add(first);
        int sizeBytes = first.sizeBytes();
        for (PendingMessage next = waiting.peekFirst(); next != null; next = waiting.peekFirst()) {
            sizeBytes += next.sizeBytes();
            if (batch.size() == limits.maxMessages() || sizeBytes > limits.maxBytes() || !first.goesWith(next)) {
                break;
            }
            batch.add(waiting.removeFirst());
        }
        batch.forEach(message -> waitingBytes -= message.sizeBytes());
        return batch;
    }

    private boolean maySend() {
        PendingMessage first = waiting.peekFirst();
        if (first == null) {
            return false;
        }
        if (key.queue() != null) {
            return underWay == 0;
        }
        int brokers = spread.brokers();
        if (underWay < brokers * Math.min(EAGER_REQUESTS, limits.maxRequests())) {
            return true;
        }
        return underWay < brokers * limits.maxRequests() && (isFull() || lingerEndMs(first) <= lanes.nowMs());
    }

    private boolean isFull() {
        return waitingBytes >= limits.maxBytes() || waiting.size() >= limits.maxMessages();
    }

    private long lingerEndMs(PendingMessage message) {
        return message.sinceMs() + limits.linger().toMillis();
    }

    /** Sees to it that this lane is looked at when a message is out of time, or has waited for the linger. */
    private void wakeInTime() {
        PendingMessage first = waiting.peekFirst();
        if (first == null) {
            firstDeadlineMs = NEVER;
            return;
        }
        boolean lingers = key.queue() == null && underWay < spread.brokers() * limits.maxRequests();
        long neededMs = lingers ? Math.min(firstDeadlineMs, lingerEndMs(first)) : firstDeadlineMs;
        if (neededMs >= wakeMs) {
            return;
        }
        wakeMs = neededMs;
        try {
            long delayMs = Math.max(0, neededMs - lanes.nowMs());
            lanes.timer().schedule(() -> wake(neededMs), delayMs, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("messages of {} wait for the requests that the closing producer fails", key, e);
        }
    }

    private void wake(long plannedMs) {
        List<PendingMessage> expired;
        synchronized (this) {
            if (wakeMs == plannedMs) {
                wakeMs = NEVER;
            }
            expired = takeExpired();
        }
        failExpired(expired);
        sendUnlessOtherDoes();
    }

    private List<PendingMessage> takeExpired() {
        long nowMs = lanes.nowMs();
        List<PendingMessage> expired = new ArrayList<>();
        if (nowMs < firstDeadlineMs) {
            return expired;
        }
        firstDeadlineMs = NEVER;
        for (Iterator<PendingMessage> all = waiting.iterator(); all.hasNext(); ) {
            PendingMessage message = all.next();
            if (message.deadlineMs() <= nowMs) {
                all.remove();
                waitingBytes -= message.sizeBytes();
                expired.add(message);
            } else {
                firstDeadlineMs = Math.min(firstDeadlineMs, message.deadlineMs());
            }
        }
        return expired;
    }

    private void failExpired(List<PendingMessage> expired) {
        for (PendingMessage message : expired) {
            message.settle();
            lanes.fail(
                    message,
                    new SendException(
                            "message " + message.message().messageId() + " to topic '" + key.topic()
                                    + "' was not sent within " + (message.deadlineMs() - message.sinceMs())
                                    + " ms: the requests before it were not answered",
                            SendException.NO_ANSWER,
                            null));
        }
    }

    private synchronized void putBack(List<PendingMessage> messages) {
        for (int i = messages.size() - 1; i >= 0; i--) {
            PendingMessage message = messages.get(i);
            waiting.addFirst(message);
            waitingBytes += message.sizeBytes();
            firstDeadlineMs = Math.min(firstDeadlineMs, message.deadlineMs());
        }
    }

    private synchronized void requestEnded() {
        underWay--;
    }

    /** One request under way, with its retries. */
    private final class Request implements BiFunction<List<MessageQueue>, Set<String>, MessageQueue> {
        private List<PendingMessage> batch;
        private long deadlineMs;
        private @Nullable MessageQueue taken;

        Request(List<PendingMessage> batch) {
            this.batch = batch;
        }

        void start() {
            deadlineMs = NEVER;
            for (PendingMessage message : batch) {
                deadlineMs = Math.min(deadlineMs, message.deadlineMs());
            }
            try {
                // A millisecond at least: a request that is late already fails as one that is not answered.
                long timeoutMs = Math.max(1, deadlineMs - lanes.nowMs());
                send(outgoing(), timeoutMs).whenComplete(this::ended);
            } catch (RuntimeException e) {
                // A request that can not even be made must still end.
                ended(null, e);
            }
        }

        private CompletableFuture<SendReceipt> send(OutgoingMessage message, long timeoutMs) {
            IdempotentSends idempotent = lanes.idempotent();
            return idempotent == null
                    ? lanes.sender().send(message, 0, timeoutMs, this)
                    : idempotent.send(message, batch.get(0).claim(), timeoutMs, this, this::claimed);
        }

        private void claimed(SendClaim claim) {
            List<PendingMessage> numbered = new ArrayList<>(batch.size());
            for (PendingMessage message : batch) {
                numbered.add(message.claimed(claim.part(numbered.size())));
            }
            batch = numbered;
        }

        private OutgoingMessage outgoing() {
            return batch.size() == 1 ? batch.get(0).message() : OutgoingMessage.ofPending(key.topic(), batch);
        }

        /** The queue of the next attempt. */
        @Override
        public MessageQueue apply(List<MessageQueue> queues, Set<String> avoided) {
            MessageQueue fixed = key.queue();
            if (fixed != null) {
                return fixed;
            }
            giveBack();
            MessageQueue queue = spread.take(queues, avoided);
            taken = queue;
            return queue;
        }

        private void giveBack() {
            MessageQueue queue = taken;
            if (queue != null) {
                spread.giveBack(queue);
            }
        }

        /**
         * The next request goes out before callers hear of this one: what they do then may take its time. But it tells the
         * ring already that these messages are settled, so that no attempt of theirs can be stored behind it.
         */
        private void ended(@Nullable SendReceipt receipt, @Nullable Throwable failure) {
            giveBack();
            List<PendingMessage> failed = receipt == null ? putBackFrom(MessageSender.unwrap(failure)) : List.of();
            (receipt == null ? failed : batch).forEach(PendingMessage::settle);
            requestEnded();
            sendUnlessOtherDoes();
            if (receipt != null) {
                succeed(receipt);
            } else {
                Throwable cause = MessageSender.unwrap(failure);
                failed.forEach(message -> lanes.fail(message, cause));
            }
            lanes.idle(key, BatchLane.this);
        }

        /** Puts back what is to be sent again, and says what is not. */
        private List<PendingMessage> putBackFrom(Throwable cause) {
            if (batch.size() == 1 || !(cause instanceof SendException e)) {
                return batch;
            }
            if (MessageSender.isRefusal(e)) {
                putBack(batch.stream().map(PendingMessage::onItsOwn).toList());
                return List.of();
            }
            long nowMs = lanes.nowMs();
            if (nowMs < deadlineMs) {
                return batch;
            }
            // Messages with numbers are known by these alone or in the same batch, not in another one.
            putBack(batch.stream()
                    .filter(message -> message.deadlineMs() > nowMs)
                    .map(message -> message.claim() == null ? message : message.onItsOwn())
                    .toList());
            return batch.stream()
                    .filter(message -> message.deadlineMs() <= nowMs)
                    .toList();
        }

        private void succeed(SendReceipt receipt) {
            if (batch.size() == 1) {
                lanes.succeed(batch.get(0), receipt);
                return;
            }
            String ids = receipt.offsetMessageId();
            int start = 0;
            for (int i = 0; i < batch.size(); i++) {
                int comma = ids.indexOf(',', start);
                int end = comma < 0 ? ids.length() : comma;
                PendingMessage message = batch.get(i);
                lanes.succeed(
                        message,
                        new SendReceipt(
                                message.message().messageId(),
                                ids.substring(start, end),
                                receipt.queue(),
                                receipt.queueOffset() + i,
                                receipt.durability()));
                start = Math.min(ids.length(), end + 1);
            }
        }
    }
}
