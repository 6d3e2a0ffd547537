package io.ringmq.broker.ring;

import io.ringmq.broker.admin.AdminAccess;
import io.ringmq.broker.proposal.WriteGate;
import io.ringmq.broker.registration.Nameservers;
import io.ringmq.broker.relay.Peers;
import io.ringmq.broker.time.Timer;
import io.ringmq.remoting.message.UniqueMessageIds;
import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What a ring uses of the process it runs in. Everything is thread-safe and outlives the ring.
 *
 * @param uptimeMs milliseconds since some moment, by a clock that runs steadily and that nobody sets
 * @param timer runs short tasks later
 * @param executor runs work that reads the log, off the threads of Raft and the network. Must not reject: its tasks are
 *     bounded by the pulls that wait and the delay levels
 * @param random chooses queues
 * @param uniqueIds ids for messages whose client gave them none
 * @param gate says whether this node takes writes
 * @param nameservers where the ring registers
 * @param peers client ports of the other replicas
 * @param admin what administrative requests need; null if the ring takes none
 */
public record RingRuntime(
        Clock clock,
        LongSupplier uptimeMs,
        Timer timer,
        Executor executor,
        RandomGenerator random,
        UniqueMessageIds uniqueIds,
        WriteGate gate,
        Nameservers nameservers,
        Peers peers,
        @Nullable AdminAccess admin) {}
