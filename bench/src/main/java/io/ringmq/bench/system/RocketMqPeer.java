package io.ringmq.bench.system;

import io.ringmq.bench.cluster.ClusterView;
import io.ringmq.bench.cluster.Ports;
import io.ringmq.bench.process.Distribution;
import io.ringmq.bench.process.JavaCommand;
import io.ringmq.remoting.header.CreateTopicHeader;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.RequestCode;
import io.ringmq.remoting.protocol.ResponseCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Apache RocketMQ, replicated by DLedger or by its controller mode. */
final class RocketMqPeer implements Peer {
    private static final String PEER = "rocketmq";
    private static final String NAMESERVER = "namesrv";
    private static final String NAMESERVER_MAIN = "org.apache.rocketmq.namesrv.NamesrvStartup";
    private static final String BROKER_MAIN = "org.apache.rocketmq.broker.BrokerStartup";
    private static final int READ_WRITE = 6;

    /** Asks a master for the state of its replicas; RingMQ has no such request. */
    private static final int GET_BROKER_HA_STATUS = 907;

    private final Distribution distribution;
    private final RocketMqConfig config;
    private final ClusterView view;

    RocketMqPeer(SystemKind replication, Path dir, FlushMode flush, Distribution distribution) {
        this.distribution = distribution;
        this.config = new RocketMqConfig(dir, Ports.freeBase(RocketMqConfig::ports), replication, flush);
        this.view = new ClusterView(config.namesrvAddress());
    }

    @Override
    public SystemKind kind() {
        return config.replication();
    }

    @Override
    public String address() {
        return config.namesrvAddress();
    }

    @Override
    public Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("version", distribution.peerArtifact(PEER, "rocketmq-broker"));
        facts.put("jvm", PeerSystem.jvmVersion());
        facts.put("jvmOptions", String.join(" ", PeerSystem.BROKER_JVM_OPTIONS));
        facts.put(
                "replication",
                config.isDLedger()
                        ? distribution.peerArtifact(PEER, "dledger") + ", 3 nodes"
                        : "controller mode, 1 master and 2 slaves, minInSyncReplicas=2; one controller, in the nameserver");
        facts.put(
                "acknowledgement",
                config.isDLedger()
                        ? "written by a majority"
                        : "allAckInSyncStateSet: received by every slave in the sync state set");
        facts.put("flush", flushFact());
        facts.put(
                "deviations from defaults",
                "sendMessageThreadPoolNums=16, waitTimeMillsInSendQueue=5000, larger pulls allowed, no timeouts for silence");
        return facts;
    }

    private String flushFact() {
        if (config.flush() == FlushMode.SYNC) {
            return "SYNC_FLUSH: the master forces before it acknowledges; slaves report what they have received,"
                    + " forced or not";
        }
        return config.isDLedger() ? "page cache; DLedger forces every 10 ms" : "ASYNC_FLUSH: page cache; forced later";
    }

    @Override
    public void prepare() throws IOException {
        Files.createDirectories(config.dir());
        Files.writeString(config.file(NAMESERVER), config.nameserver(NAMESERVER));
        for (int node = 0; node < Replicas.NODES; node++) {
            Files.writeString(config.file(PeerSystem.nodeName(node)), config.broker(node));
        }
    }

    @Override
    public List<Server> servers() {
        List<Server> servers = new ArrayList<>();
        servers.add(server(NAMESERVER, List.of("-Xms256m", "-Xmx256m"), NAMESERVER_MAIN));
        nodes().mapToObj(PeerSystem::nodeName)
                .map(name -> server(name, PeerSystem.BROKER_JVM_OPTIONS, BROKER_MAIN))
                .forEach(servers::add);
        return servers;
    }

    private Server server(String name, List<String> jvmOptions, String mainClass) {
        List<String> options = new ArrayList<>(jvmOptions);
        // Its logs and some of its state go below the home directory of the user.
        options.add("-Duser.home=" + config.dataDir(name));
        options.add("-Drocketmq.home.dir=" + config.dir());
        List<String> arguments = List.of("-c", config.file(name).toString());
        return new Server(name, JavaCommand.of(options, distribution.peer(PEER), mainClass, arguments), "boot success");
    }

    @Override
    public boolean createTopic(String topic, int queues) {
        CreateTopicHeader header =
                new CreateTopicHeader(topic, "TBW102", queues, queues, READ_WRITE, "SINGLE_TAG", 0, false, null);
        return view.createTopic(config.brokerName(), header);
    }

    /** Slaves copy topics every ten seconds; one that has not done so could not serve the topic after a failover. */
    @Override
    public boolean hasTopic(String topic, int queues) {
        Command question = Command.request(RequestCode.GET_TOPIC_CONFIG, Map.of("topic", topic));
        return view.hasRoute(topic)
                && nodes().allMatch(node ->
                        ask(config.brokerAddress(node), question).isPresent());
    }

    @Override
    public OptionalInt leader(String topic) {
        return view.leader(config.brokerName()).stream()
                .mapToInt(config::nodeAt)
                .findFirst();
    }

    @Override
    public boolean isWhole() {
        return view.leader(config.brokerName()).filter(this::hasFollowers).isPresent()
                && view.addresses(config.brokerName()).values().stream()
                                .distinct()
                                .count()
                        == Replicas.NODES;
    }

    /** Whether both slaves are in the sync state set; DLedger tells nothing of the kind. */
    private boolean hasFollowers(String master) {
        return config.isDLedger()
                || ask(master, Command.request(GET_BROKER_HA_STATUS, Map.of()))
                        .filter(answer -> slavesInSync(text(answer)) == Replicas.NODES - 1)
                        .isPresent();
    }

    private static String text(Command answer) {
        return StandardCharsets.UTF_8.decode(answer.body().duplicate()).toString();
    }

    /** @param haStatus such as {@code {"inSyncSlaveNums":2,"master":true,...}} */
    static int slavesInSync(String haStatus) {
        try {
            return Json.object(haStatus).get("inSyncSlaveNums") instanceof String count ? Integer.parseInt(count) : 0;
        } catch (IOException e) {
            throw new IllegalStateException("the broker's HA status is no JSON: " + haStatus, e);
        }
    }

    private Optional<Command> ask(String address, Command question) {
        return view.answer(address, question).filter(answer -> answer.code() == ResponseCode.SUCCESS);
    }

    private static IntStream nodes() {
        return IntStream.range(0, Replicas.NODES);
    }

    @Override
    public void close() {
        view.close();
    }
}
