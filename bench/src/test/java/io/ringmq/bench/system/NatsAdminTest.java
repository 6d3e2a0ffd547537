package io.ringmq.bench.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class NatsAdminTest {
    private static final int NO_MONITORING = 1;

    @Test
    void readsLeaderAndFollowersOfAStream() throws IOException {
        NatsAdmin.StreamState state = NatsAdmin.decodeStream(Json.object("""
                        {"config":{"name":"t-0"},"cluster":{"name":"peers","leader":"n2","replicas":[
                         {"name":"n0","current":true,"active":12},{"name":"n1","current":false,"active":34}]}}"""));
        assertEquals(new NatsAdmin.StreamState("n2", 1), state);
    }

    @Test
    void aStreamWithoutALeaderHasNone() throws IOException {
        assertEquals(
                NatsAdmin.StreamState.UNKNOWN,
                NatsAdmin.decodeStream(Json.object("{\"cluster\":{\"name\":\"peers\"}}")));
    }

    @Test
    void asksOverTheClientProtocolAndAnswersPings() throws IOException {
        try (OneShotServer server = new OneShotServer(client -> serve(client, "{\"type\":\"ok\"}"))) {
            new NatsAdmin(server.port(), NO_MONITORING).createStream("t-0", "t.0", 3);
            assertEquals("""
                    SUB _INBOX.bench 1
                    PUB $JS.API.STREAM.CREATE.t-0 _INBOX.bench 88
                    {"name":"t-0","subjects":["t.0"],"storage":"file","retention":"limits","num_replicas":3}
                    PONG
                    """, server.result());
        }
    }

    @Test
    void anErrorOfTheServerIsThrown() throws IOException {
        String refusal = "{\"error\":{\"code\":503,\"description\":\"insufficient resources\"}}";
        try (OneShotServer server = new OneShotServer(client -> serve(client, refusal))) {
            NatsAdmin admin = new NatsAdmin(server.port(), NO_MONITORING);
            IOException e = assertThrows(IOException.class, () -> admin.createStream("t-0", "t.0", 3));
            assertEquals(
                    "$JS.API.STREAM.CREATE.t-0 at port " + server.port()
                            + " was answered with {code=503, description=insufficient resources}",
                    e.getMessage());
        }
    }

    /** Takes a request, pings in between, answers, and returns what came after CONNECT. */
    private static String serve(Socket client, String answer) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
        send(client, "INFO {}\r\n");
        StringBuilder lines = new StringBuilder();
        in.readLine();
        for (int line = 0; line < 3; line++) {
            lines.append(in.readLine()).append('\n');
        }
        send(client, "PING\r\n");
        lines.append(in.readLine()).append('\n');
        send(client, "MSG _INBOX.bench 1 " + answer.length() + "\r\n" + answer + "\r\n");
        return lines.toString();
    }

    private static void send(Socket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        client.getOutputStream().flush();
    }
}
