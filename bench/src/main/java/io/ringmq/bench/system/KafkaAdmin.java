package io.ringmq.bench.system;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The two requests to a Kafka broker that a benchmark needs, in the oldest versions that Kafka 4 takes; they have no
 * tagged fields. One connection per request.
 *
 * <pre>
 * every request     size:int32 apiKey:int16 apiVersion:int16 correlationId:int32 clientId:string body
 * every response    size:int32 correlationId:int32 body
 * Metadata 1        topics:int32 = -1 (all)
 *   answer          brokers:[id:int32 host:string port:int32 rack:string?] controller:int32
 *                   topics:[error:int16 name:string internal:int8
 *                           partitions:[error:int16 index:int32 leader:int32 replicas:[int32] inSync:[int32]]]
 * CreateTopics 2    topics:[name:string partitions:int32 replicas:int16 assignments:[] configs:[]]
 *                   timeoutMs:int32 validateOnly:int8
 *   answer          throttleMs:int32 topics:[name:string error:int16 message:string?]
 * </pre>
 *
 * Arrays have an int32 before them, strings an int16, which is -1 for null. Source: the message definitions in
 * kafka-clients 4.3.1 (common/message) and the Kafka protocol guide.
 */
final class KafkaAdmin {
    private static final int TIMEOUT_MS = 5_000;
    private static final int METADATA = 3;
    private static final int METADATA_VERSION = 1;
    private static final int CREATE_TOPICS = 19;
    private static final int CREATE_TOPICS_VERSION = 2;
    private static final int TOPIC_ALREADY_EXISTS = 36;
    private static final int MAX_RESPONSE_BYTES = 64 << 20;

    private final int port;

    /** @param port of a broker on loopback */
    KafkaAdmin(int port) {
        this.port = port;
    }

    /**
     * What one broker knows.
     *
     * @param brokers how many are alive
     * @param topics by name, partitions by index
     */
    record Metadata(int brokers, Map<String, Map<Integer, Partition>> topics) {
        boolean allInSync(int replicas) {
            return brokers == replicas
                    && topics.values().stream()
                            .flatMap(partitions -> partitions.values().stream())
                            .allMatch(partition -> partition.leader() >= 0 && partition.inSync() == replicas);
        }

        /** Node id of the leader of partition 0; negative if there is none. */
        int leaderOfFirst(String topic) {
            return topics.getOrDefault(topic, Map.of())
                    .getOrDefault(0, Partition.NONE)
                    .leader();
        }
    }

    /** @param leader node id, from 1; negative if there is none */
    record Partition(int leader, int inSync) {
        static final Partition NONE = new Partition(-1, 0);
    }

    Metadata metadata() throws IOException {
        try (Exchange exchange = new Exchange(METADATA, METADATA_VERSION)) {
            exchange.body.writeInt(-1);
            return decodeMetadata(exchange.answer());
        }
    }

    static Metadata decodeMetadata(DataInputStream in) throws IOException {
        int brokers = in.readInt();
        for (int i = 0; i < brokers; i++) {
            in.readInt();
            skipString(in);
            in.readInt();
            skipString(in);
        }
        in.readInt();
        Map<String, Map<Integer, Partition>> topics = new HashMap<>();
        int topicCount = in.readInt();
        for (int i = 0; i < topicCount; i++) {
            in.readShort();
            String name = string(in);
            in.readByte();
            topics.put(name, partitions(in));
        }
        return new Metadata(brokers, topics);
    }

    private static Map<Integer, Partition> partitions(DataInputStream in) throws IOException {
        Map<Integer, Partition> partitions = new HashMap<>();
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            in.readShort();
            int index = in.readInt();
            int leader = in.readInt();
            nodes(in);
            partitions.put(index, new Partition(leader, nodes(in).size()));
        }
        return partitions;
    }

    private static List<Integer> nodes(DataInputStream in) throws IOException {
        int count = in.readInt();
        List<Integer> nodes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            nodes.add(in.readInt());
        }
        return nodes;
    }

    /**
     * Creates a topic, unless it is there.
     *
     * @throws IOException with the broker's error if it did not
     */
    void createTopic(String topic, int partitions, int replicas) throws IOException {
        try (Exchange exchange = new Exchange(CREATE_TOPICS, CREATE_TOPICS_VERSION)) {
            DataOutputStream body = exchange.body;
            body.writeInt(1);
            writeString(body, topic);
            body.writeInt(partitions);
            body.writeShort(replicas);
            body.writeInt(0);
            body.writeInt(0);
            body.writeInt(TIMEOUT_MS);
            body.writeByte(0);
            DataInputStream in = exchange.answer();
            in.readInt();
            in.readInt();
            skipString(in);
            int error = in.readShort();
            if (error != 0 && error != TOPIC_ALREADY_EXISTS) {
                throw new IOException("the broker at port " + port + " did not create " + topic + ": error " + error);
            }
        }
    }

    private static void writeString(DataOutputStream out, String value) throws IOException {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        out.writeShort(bytes.length);
        out.write(bytes);
    }

    private static String string(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readShort()), StandardCharsets.UTF_8);
    }

    private static void skipString(DataInputStream in) throws IOException {
        in.skipNBytes(Math.max(0, in.readShort()));
    }

    /** One request and its answer. */
    private final class Exchange implements AutoCloseable {
        private final Socket socket = new Socket();
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final DataOutputStream body = new DataOutputStream(bytes);

        Exchange(int apiKey, int apiVersion) throws IOException {
            body.writeShort(apiKey);
            body.writeShort(apiVersion);
            body.writeInt(0);
            writeString(body, "bench");
        }

        /** Sends what was written to the body. */
        DataInputStream answer() throws IOException {
            socket.setSoTimeout(TIMEOUT_MS);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MS);
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            byte[] request = bytes.toByteArray();
            byte[] frame = new byte[Integer.BYTES + request.length];
            ByteBuffer.wrap(frame).putInt(request.length).put(request);
            out.write(frame);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            int size = in.readInt();
            if (size < 0 || size > MAX_RESPONSE_BYTES) {
                throw new IOException("port " + port + " answers with a frame of " + size + " bytes; no Kafka broker");
            }
            DataInputStream response = new DataInputStream(new ByteArrayInputStream(in.readNBytes(size)));
            response.readInt();
            return response;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
