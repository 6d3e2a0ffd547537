package io.ringmq.bench.system;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Configuration of an Apache RocketMQ nameserver and three brokers that are replicas of each other.
 *
 * <pre>
 * port of                            is
 * nameserver                         basePort + 50
 * controller, in the nameserver      basePort + 51
 * node i, clients, "fast" listener   basePort + 10 i      (always two below the other)
 * node i, clients                    basePort + 10 i + 2
 * node i, replication (HA)           basePort + 10 i + 3
 * node i, DLedger                    basePort + 10 i + 4
 * </pre>
 *
 * @param dir of the system
 * @param replication {@link SystemKind#ROCKETMQ_DLEDGER} or {@link SystemKind#ROCKETMQ_CONTROLLER}
 */
record RocketMqConfig(Path dir, int basePort, SystemKind replication, FlushMode flush) {
    private static final int PORTS_PER_NODE = 10;
    private static final int NAMESRV = 50;
    private static final int CONTROLLER = 51;
    private static final int CLIENTS = 2;
    private static final int HA = 3;
    private static final int DLEDGER = 4;

    /**
     * A system that is stopped must not take its own silence for a failure when it goes on: the controller elects
     * another master otherwise, and replicas were seen not to agree on it for minutes. A process that is killed is
     * noticed by its connections as ever, which is what a failover measures.
     */
    private static final String PATIENCE = """
            serverChannelMaxIdleTimeSeconds=86400
            clientChannelMaxIdleTimeSeconds=86400
            """;

    static List<Integer> ports(int basePort) {
        Stream<Integer> nodes = IntStream.range(0, Replicas.NODES)
                .boxed()
                .flatMap(node -> Stream.of(0, CLIENTS, HA, DLEDGER).map(p -> basePort + PORTS_PER_NODE * node + p));
        return Stream.concat(Stream.of(basePort + NAMESRV, basePort + CONTROLLER), nodes)
                .toList();
    }

    boolean isDLedger() {
        return replication == SystemKind.ROCKETMQ_DLEDGER;
    }

    /** What the three brokers are called together. */
    String brokerName() {
        return isDLedger() ? "RaftNode00" : "broker-a";
    }

    String namesrvAddress() {
        return "127.0.0.1:" + (basePort + NAMESRV);
    }

    String brokerAddress(int node) {
        return "127.0.0.1:" + port(node, CLIENTS);
    }

    /** The node that serves clients at an address. */
    int nodeAt(String address) {
        int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
        return (port - basePort) / PORTS_PER_NODE;
    }

    private int port(int node, int offset) {
        return basePort + PORTS_PER_NODE * node + offset;
    }

    private String controllerAddress() {
        return "127.0.0.1:" + (basePort + CONTROLLER);
    }

    Path file(String process) {
        return dir.resolve(process + ".conf");
    }

    /** Where a process keeps its data, and its own logs below {@code logs}. */
    Path dataDir(String process) {
        return PeerSystem.dataDir(dir).resolve(process);
    }

    String nameserver(String name) {
        String properties = """
                listenPort=%d
                bindAddress=127.0.0.1
                """.formatted(basePort + NAMESRV) + PATIENCE;
        if (isDLedger()) {
            return properties;
        }
        return properties + """
                enableControllerInNamesrv=true
                controllerDLegerGroup=group1
                controllerDLegerPeers=n0-%s
                controllerDLegerSelfId=n0
                controllerStorePath=%s
                enableElectUncleanMaster=false
                notifyBrokerRoleChanged=true
                """.formatted(controllerAddress(), dataDir(name).resolve("controller"));
    }

    /**
     * The configuration of a broker. Beyond what the mode needs it deviates from the defaults in the threads that take
     * sends (as in RocketMQ's own sample for DLedger), in how long a send may queue (so that load is seen as latency and
     * not as refused sends), and in what a pull may ask for at most.
     */
    String broker(int node) {
        Path store = dataDir(PeerSystem.nodeName(node)).resolve("store");
        String properties = """
                brokerClusterName=PeerCluster
                brokerName=%s
                listenPort=%d
                haListenPort=%d
                bindAddress=127.0.0.1
                brokerIP1=127.0.0.1
                brokerIP2=127.0.0.1
                namesrvAddr=%s
                storePathRootDir=%s
                storePathCommitLog=%s
                flushDiskType=%s_FLUSH
                autoCreateTopicEnable=false
                autoCreateSubscriptionGroup=true
                sendMessageThreadPoolNums=16
                waitTimeMillsInSendQueue=5000
                maxTransferCountOnMessageInMemory=1024
                maxTransferBytesOnMessageInMemory=4194304
                fileReservedTime=24
                """.formatted(
                        brokerName(),
                        port(node, CLIENTS),
                        port(node, HA),
                        namesrvAddress(),
                        store,
                        store.resolve("commitlog"),
                        flush.name());
        return properties + PATIENCE + (isDLedger() ? dLedger(node) : controller());
    }

    private String dLedger(int node) {
        String peers = IntStream.range(0, Replicas.NODES)
                .mapToObj(n -> "n" + n + "-127.0.0.1:" + port(n, DLEDGER))
                .collect(Collectors.joining(";"));
        return """
                enableDLegerCommitLog=true
                dLegerGroup=%s
                dLegerPeers=%s
                dLegerSelfId=n%d
                """.formatted(brokerName(), peers, node);
    }

    /**
     * A send is acknowledged when every replica in the sync state set has it, and two at least must be in that. By default
     * a master drops slaves from the set that were behind for 15 s, as all are after a stop, and then refuses every send.
     */
    private String controller() {
        return """
                brokerId=-1
                brokerRole=SLAVE
                enableControllerMode=true
                controllerAddr=%s
                allAckInSyncStateSet=true
                minInSyncReplicas=2
                controllerHeartBeatTimeoutMills=86400000
                haMaxTimeSlaveNotCatchup=86400000
                """.formatted(controllerAddress());
    }
}
