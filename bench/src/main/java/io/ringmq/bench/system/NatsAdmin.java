package io.ringmq.bench.system;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Requests to JetStream's API, which are messages over the NATS client protocol; one connection per request.
 *
 * <pre>
 * server   INFO {...}
 * client   CONNECT {"verbose":false}
 *          SUB INBOX 1
 *          PUB SUBJECT INBOX bytes      then the payload, then CR LF
 * server   MSG INBOX 1 bytes            then the payload, then CR LF; PING in between
 * </pre>
 *
 * Source: the NATS client protocol and the JetStream API reference (docs.nats.io).
 */
final class NatsAdmin {
    private static final int TIMEOUT_MS = 3_000;
    private static final int MAX_LINE_BYTES = 64 << 10;
    private static final int MAX_ANSWER_BYTES = 8 << 20;
    private static final int HTTP_OK = 200;
    private static final String INBOX = "_INBOX.bench";

    private final int port;
    private final int monitoringPort;

    NatsAdmin(int port, int monitoringPort) {
        this.port = port;
        this.monitoringPort = monitoringPort;
    }

    /**
     * A stream as one server knows it.
     *
     * @param leader name of a server; empty if there is none
     * @param current how many followers have all that the leader has
     */
    record StreamState(String leader, long current) {
        static final StreamState UNKNOWN = new StreamState("", 0);
    }

    /** Whether the server follows the cluster's meta leader, and is current with the streams it has. */
    boolean isHealthy() throws IOException {
        HttpURLConnection connection = (HttpURLConnection) URI.create("http://127.0.0.1:" + monitoringPort + "/healthz")
                .toURL()
                .openConnection();
        connection.setConnectTimeout(TIMEOUT_MS);
        connection.setReadTimeout(TIMEOUT_MS);
        try {
            return connection.getResponseCode() == HTTP_OK;
        } finally {
            connection.disconnect();
        }
    }

    /** Creates a file stream with one subject, unless it is there. */
    void createStream(String stream, String subject, int replicas) throws IOException {
        String configuration =
                "{\"name\":\"%s\",\"subjects\":[\"%s\"],\"storage\":\"file\",\"retention\":\"limits\",\"num_replicas\":%d}"
                        .formatted(stream, subject, replicas);
        request("$JS.API.STREAM.CREATE." + stream, configuration);
    }

    /** @throws IOException if the stream is not there, or nobody answers for it */
    StreamState stream(String stream) throws IOException {
        return decodeStream(request("$JS.API.STREAM.INFO." + stream, ""));
    }

    static StreamState decodeStream(Map<String, Object> answer) {
        Map<?, ?> cluster = Json.member(answer, "cluster");
        long current = Json.elements(cluster, "replicas").stream()
                .filter(replica -> replica instanceof Map<?, ?> state && "true".equals(state.get("current")))
                .count();
        return new StreamState(cluster.get("leader") instanceof String leader ? leader : "", current);
    }

    private Map<String, Object> request(String subject, String payload) throws IOException {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(TIMEOUT_MS);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MS);
            OutputStream out = socket.getOutputStream();
            send(
                    out,
                    "CONNECT {\"verbose\":false,\"pedantic\":false,\"lang\":\"java\",\"version\":\"0\"}\r\n"
                            + "SUB %s 1\r\nPUB %s %s %d\r\n%s\r\n"
                                    .formatted(INBOX, subject, INBOX, payload.length(), payload));
            Map<String, Object> answer = Json.object(answer(new BufferedInputStream(socket.getInputStream()), out));
            if (answer.containsKey("error")) {
                throw new IOException(subject + " at port " + port + " was answered with " + answer.get("error"));
            }
            return answer;
        }
    }

    private String answer(InputStream in, OutputStream out) throws IOException {
        while (true) {
            String line = line(in);
            if (line.startsWith("MSG ")) {
                int bytes = Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1));
                if (bytes > MAX_ANSWER_BYTES) {
                    throw new IOException("port " + port + " answers with " + bytes + " bytes");
                }
                return new String(in.readNBytes(bytes), StandardCharsets.UTF_8);
            }
            if (line.equals("PING")) {
                send(out, "PONG\r\n");
            } else if (line.startsWith("-ERR")) {
                throw new IOException("port " + port + " answers " + line);
            }
        }
    }

    private static void send(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0 || line.length() > MAX_LINE_BYTES) {
                throw new IOException("the connection ended within a line, or a line does not end: " + line);
            }
            line.append((char) c);
        }
        return line.toString().strip();
    }
}
