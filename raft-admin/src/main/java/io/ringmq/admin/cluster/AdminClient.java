package io.ringmq.admin.cluster;

import io.ringmq.remoting.admin.AdminKey;
import io.ringmq.remoting.body.BrokerData;
import io.ringmq.remoting.body.ClusterInfo;
import io.ringmq.remoting.body.ReplicaDigestBody;
import io.ringmq.remoting.body.ReplicaStatusBody;
import io.ringmq.remoting.header.ChangeMembersHeader;
import io.ringmq.remoting.header.GetDigestHeader;
import io.ringmq.remoting.header.SetMaintenanceHeader;
import io.ringmq.remoting.header.SnapshotTakenHeader;
import io.ringmq.remoting.header.StartVerifyHeader;
import io.ringmq.remoting.header.TransferLeaderHeader;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.RequestCode;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.ClientOptions;
import io.ringmq.remoting.transport.EventLoops;
import io.ringmq.remoting.transport.HandlerTable;
import io.ringmq.remoting.transport.RemotingClient;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Asks and changes a cluster. Finds its rings through a nameserver and signs what it asks of their replicas. Every call
 * blocks, for a bounded time. Thread-safe.
 */
public final class AdminClient implements AutoCloseable {
    private static final long STATUS_TIMEOUT_MS = 3_000;
    /** More than a node gives a transfer. */
    private static final long TRANSFER_TIMEOUT_MS = 15_000;
    /** More than a node gives a change of members, passed on once. */
    private static final long CHANGE_TIMEOUT_MS = 40_000;
    /** Less than a node keeps a silent connection. */
    private static final long SNAPSHOT_TIMEOUT_MS = 100_000;

    private final String namesrvAddress;
    private final AdminKey key;
    private final Clock clock;
    private final RandomGenerator random;
    private final EventLoops loops = new EventLoops("raft-admin", 1);
    private final RemotingClient client = new RemotingClient(ClientOptions.defaults(), HandlerTable.EMPTY, loops);

    /** @param random makes the numbers that are used once */
    public AdminClient(String namesrvAddress, AdminKey key, Clock clock, RandomGenerator random) {
        this.namesrvAddress = namesrvAddress;
        this.key = key;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Every ring, with what its replicas say, in the order of the names.
     *
     * @throws AdminException if the nameserver does not answer or knows no ring
     */
    public List<Ring> rings() {
        Command answer = await(
                "nameserver " + namesrvAddress,
                client.invoke(
                        namesrvAddress,
                        Command.request(RequestCode.GET_BROKER_CLUSTER_INFO, Map.of()),
                        STATUS_TIMEOUT_MS));
        Map<String, BrokerData> brokers = ClusterInfo.decode(answer.body()).brokerAddrTable();
        if (brokers.isEmpty()) {
            throw new AdminException("nameserver " + namesrvAddress + " knows no ring; are the brokers up?");
        }
        Map<String, Map<String, CompletableFuture<Command>>> asked = new TreeMap<>();
        brokers.forEach((ring, data) -> asked.put(ring, ask(data)));
        List<Ring> rings = new ArrayList<>();
        asked.forEach((ring, replicas) -> rings.add(new Ring(ring, answers(replicas))));
        return rings;
    }

    /**
     * One ring, with what its replicas say.
     *
     * @throws AdminException as {@link #rings}, or if there is no such ring, naming those there are
     */
    public Ring ring(String name) {
        List<Ring> rings = rings();
        return rings.stream()
                .filter(ring -> ring.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AdminException("there is no ring '" + name + "'; there are: "
                        + rings.stream().map(Ring::name).toList()));
    }

    /**
     * Hands the leadership of a ring over and returns when it is done.
     *
     * @param target Raft address of the member that is to lead; null for the follower that is most caught up
     * @throws AdminException if it was not done, saying why
     */
    public void transferLeader(Ring ring, @Nullable String target) {
        String address = ring.leadingReplica().address();
        Command request = Command.request(RequestCode.TRANSFER_LEADER, new TransferLeaderHeader(target, false));
        await("ring " + ring.name() + " at " + address, client.invoke(address, signed(request), TRANSFER_TIMEOUT_MS));
    }

    /**
     * Has every replica of a ring digest its log and state as of the same place of the log.
     *
     * @param id names the digests from now on
     * @param fromOffset the physical offset from which the logs are compared
     * @throws AdminException if the ring has no leader that answers, or it refuses
     */
    public void startVerify(Ring ring, long id, long fromOffset) {
        String address = ring.leadingReplica().address();
        Command request = Command.request(RequestCode.START_VERIFY, new StartVerifyHeader(id, fromOffset));
        await("ring " + ring.name() + " at " + address, client.invoke(address, signed(request), TRANSFER_TIMEOUT_MS));
    }

    /**
     * The digests of replicas as they are now; waits a moment if they are being made.
     *
     * @param addresses of the replicas
     * @return in the same order
     * @throws AdminException if one does not answer
     */
    public List<ReplicaDigestBody> digests(List<String> addresses, long id) {
        Map<String, CompletableFuture<Command>> asked = new LinkedHashMap<>();
        addresses.forEach(address -> asked.put(
                address,
                client.invoke(
                        address,
                        signed(Command.request(RequestCode.GET_DIGEST, new GetDigestHeader(id))),
                        STATUS_TIMEOUT_MS)));
        List<ReplicaDigestBody> digests = new ArrayList<>();
        asked.forEach((address, answer) ->
                digests.add(ReplicaDigestBody.decode(await(address, answer).body())));
        return digests;
    }

    /**
     * Changes the members of a ring and returns when that is done.
     *
     * @param action as in {@link ChangeMembersHeader}
     * @param peer Raft address of the node it is about
     * @throws AdminException if it was not done, saying why
     */
    public void changeMembers(Ring ring, String action, String peer) {
        String address = ring.leadingReplica().address();
        Command request = Command.request(RequestCode.CHANGE_MEMBERS, new ChangeMembersHeader(action, peer, false));
        await("ring " + ring.name() + " at " + address, client.invoke(address, signed(request), CHANGE_TIMEOUT_MS));
    }

    /**
     * Has a replica take a snapshot and returns when it is durable.
     *
     * @param address of the replica
     * @throws AdminException if it was not taken, saying why
     */
    public SnapshotTakenHeader takeSnapshot(String address) {
        Command request = signed(Command.request(RequestCode.TAKE_SNAPSHOT, Map.of()));
        return SnapshotTakenHeader.parse(await(address, client.invoke(address, request, SNAPSHOT_TIMEOUT_MS)));
    }

    /**
     * Begins or ends the maintenance of a node; what it leads is handed over a moment later.
     *
     * @param address of one of its replicas
     * @throws AdminException if that was not done, saying why
     */
    public void setMaintenance(String address, boolean on) {
        Command request = signed(Command.request(RequestCode.SET_MAINTENANCE, new SetMaintenanceHeader(on)));
        await(address, client.invoke(address, request, STATUS_TIMEOUT_MS));
    }

    private Map<String, CompletableFuture<Command>> ask(BrokerData broker) {
        Map<String, CompletableFuture<Command>> asked = new LinkedHashMap<>();
        broker.brokerAddrs().values().stream().distinct().forEach(address -> {
            Command request = signed(Command.request(RequestCode.GET_REPLICA_STATUS, Map.of()));
            asked.put(address, client.invoke(address, request, STATUS_TIMEOUT_MS));
        });
        return asked;
    }

    private List<Replica> answers(Map<String, CompletableFuture<Command>> asked) {
        List<Replica> replicas = new ArrayList<>();
        asked.forEach((address, answer) -> replicas.add(replica(address, answer)));
        return replicas;
    }

    private Replica replica(String address, CompletableFuture<Command> answer) {
        try {
            return Replica.answered(
                    address, ReplicaStatusBody.decode(await(address, answer).body()));
        } catch (AdminException e) {
            return Replica.silent(address, String.valueOf(e.getMessage()));
        }
    }

    private Command signed(Command request) {
        return key.sign(request, clock.millis(), random.nextLong());
    }

    private static Command await(String who, CompletableFuture<Command> answer) {
        try {
            Command command = answer.get();
            if (command.code() != ResponseCode.SUCCESS) {
                throw refusal(who, command);
            }
            return command;
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw AdminException.temporary(who + " did not answer: " + cause.getMessage(), cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AdminException("interrupted while waiting for " + who, e);
        }
    }

    private static AdminException refusal(String who, Command answer) {
        String message = who + " refused (code " + answer.code() + "): " + answer.remark();
        boolean temporary =
                answer.code() == ResponseCode.SYSTEM_BUSY || answer.code() == ResponseCode.SERVICE_NOT_AVAILABLE;
        return temporary ? AdminException.temporary(message, null) : new AdminException(message);
    }

    @Override
    public void close() {
        client.close();
        loops.close();
    }
}
