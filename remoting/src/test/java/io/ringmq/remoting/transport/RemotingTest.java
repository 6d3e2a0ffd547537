package io.ringmq.remoting.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.CommandCodec;
import io.ringmq.remoting.protocol.CommandException;
import io.ringmq.remoting.protocol.CommandTimeoutException;
import io.ringmq.remoting.protocol.ConnectionClosedException;
import io.ringmq.remoting.protocol.ConnectionFailedException;
import io.ringmq.remoting.protocol.HeaderEncoding;
import io.ringmq.remoting.protocol.InFlightLimitException;
import io.ringmq.remoting.protocol.ResponseCode;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RemotingTest {
    private static final int ECHO = 10;
    private static final int HOLD = 11;
    private static final int REFUSE = 12;
    private static final int FAIL = 13;
    private static final int CALL_BACK = 14;
    private static final int BLOCK = 15;
    private static final int TWICE = 16;
    private static final long TIMEOUT_MS = 20_000;

    private final EventLoops loops = new EventLoops("test-io", 2);
    private final BlockingQueue<Responder> held = new LinkedBlockingQueue<>();
    private final BlockingQueue<Connection> closedConnections = new LinkedBlockingQueue<>();
    private final CompletableFuture<Boolean> secondReplyThrew = new CompletableFuture<>();
    private final CountDownLatch unblock = new CountDownLatch(1);
    private final List<AutoCloseable> resources = new ArrayList<>();

    private final HandlerTable handlers = HandlerTable.builder()
            .on(ECHO, (request, responder) -> responder.reply(echo(request)))
            .on(HOLD, (request, responder) -> held.add(responder))
            .on(REFUSE, (request, responder) -> {
                throw new CommandException(ResponseCode.TOPIC_NOT_EXIST, "no topic 'T', create it first");
            })
            .on(FAIL, (request, responder) -> {
                throw new IllegalStateException("secret");
            })
            .on(CALL_BACK, this::callBack)
            .on(TWICE, this::replyTwice)
            .onWorker(BLOCK, this::block)
            .build();

    @AfterEach
    void close() throws Exception {
        unblock.countDown();
        for (AutoCloseable resource : resources) {
            resource.close();
        }
        loops.close();
    }

    @Test
    void answersCarryFieldsBodyAndTheEncodingOfTheRequest() throws Exception {
        String address = serve(ServerOptions.defaults("127.0.0.1", 0));
        RemotingClient client = client();
        byte[] body = new byte[300_000];
        body[299_999] = 7;
        for (HeaderEncoding encoding : HeaderEncoding.values()) {
            Command request = Command.request(ECHO, Map.of("k", "v\u0001\"ü"))
                    .withBody(body)
                    .withEncoding(encoding);
            Command answer = await(client.invoke(address, request, TIMEOUT_MS));
            assertEquals(ResponseCode.SUCCESS, answer.code());
            assertEquals(encoding, answer.encoding());
            assertEquals("v\u0001\"ü", answer.fields().get("k"));
            assertArrayEquals(body, bytes(answer));
        }
    }

    @Test
    void directBodiesAreSentToo() throws Exception {
        String address = serve(ServerOptions.defaults("127.0.0.1", 0));
        ByteBuffer direct = ByteBuffer.allocateDirect(3)
                .put((byte) 1)
                .put((byte) 2)
                .put((byte) 3)
                .flip();
        Command answer =
                await(client().invoke(address, Command.request(ECHO, Map.of()).withBody(direct), TIMEOUT_MS));
        assertArrayEquals(new byte[] {1, 2, 3}, bytes(answer));
    }

    @Test
    void refusalsAndFailuresBecomeResponseCodes() throws Exception {
        String address = serve(ServerOptions.defaults("127.0.0.1", 0));
        RemotingClient client = client();
        Command refused = await(client.invoke(address, Command.request(REFUSE, Map.of()), TIMEOUT_MS));
        assertEquals(ResponseCode.TOPIC_NOT_EXIST, refused.code());
        assertEquals("no topic 'T', create it first", refused.remark());
        Command failed = await(client.invoke(address, Command.request(FAIL, Map.of()), TIMEOUT_MS));
        assertEquals(ResponseCode.SYSTEM_ERROR, failed.code());
        assertFalse(String.valueOf(failed.remark()).contains("secret"));
        Command unknown = await(client.invoke(address, Command.request(9_999, Map.of()), TIMEOUT_MS));
        assertEquals(ResponseCode.REQUEST_CODE_NOT_SUPPORTED, unknown.code());
        assertEquals(" request type 9999 not supported", unknown.remark());
    }

    @Test
    void secondReplyIsAProgrammerError() throws Exception {
        String address = serve(ServerOptions.defaults("127.0.0.1", 0));
        Command answer = await(client().invoke(address, Command.request(TWICE, Map.of()), TIMEOUT_MS));
        assertEquals(ResponseCode.SUCCESS, answer.code());
        assertTrue(await(secondReplyThrew));
    }

    @Test
    void serverInvokesItsClient() throws Exception {
        String address = serve(ServerOptions.defaults("127.0.0.1", 0));
        Command answer = await(client().invoke(address, Command.request(CALL_BACK, Map.of()), TIMEOUT_MS));
        assertEquals("from the client", answer.remark());
    }

    @Test
    void missingAnswerTimesOut() throws Exception {
        String address = serve(ServerOptions.defaults("127.0.0.1", 0));
        CompletableFuture<Command> answer = client().invoke(address, Command.request(HOLD, Map.of()), 50);
        assertInstanceOf(CommandTimeoutException.class, failure(answer));
    }

    @Test
    void pendingRequestsFailWhenTheConnectionCloses() throws Exception {
        String address = serve(ServerOptions.defaults("127.0.0.1", 0));
        CompletableFuture<Command> answer = client().invoke(address, Command.request(HOLD, Map.of()), TIMEOUT_MS);
        take(held).connection().close();
        assertInstanceOf(ConnectionClosedException.class, failure(answer));
        take(closedConnections);
    }

    @Test
    void clientReconnectsAfterAConnectionCloses() throws Exception {
        String address = serve(ServerOptions.defaults("127.0.0.1", 0));
        RemotingClient client = client();
        await(client.invoke(address, Command.request(ECHO, Map.of()), TIMEOUT_MS));
        client.closeConnection(address);
        take(closedConnections);
        assertEquals(
                ResponseCode.SUCCESS,
                await(client.invoke(address, Command.request(ECHO, Map.of()), TIMEOUT_MS))
                        .code());
    }

    @Test
    void refusedConnectNamesTheAddress() throws Exception {
        int port;
        try (ServerSocket unused = new ServerSocket(0)) {
            port = unused.getLocalPort();
        }
        RemotingClient client = client();
        for (String address : List.of("127.0.0.1:" + port, "nonsense", "127.0.0.1:99999", "no-such-host.invalid:1")) {
            Throwable failure = failure(client.invoke(address, Command.request(ECHO, Map.of()), TIMEOUT_MS));
            assertInstanceOf(ConnectionFailedException.class, failure);
            assertTrue(String.valueOf(failure.getMessage()).contains(address));
        }
    }

    @Test
    void requestsInFlightAreBounded() throws Exception {
        String address = serve(ServerOptions.defaults("127.0.0.1", 0));
        RemotingClient client = closing(
                new RemotingClient(new ClientOptions(3_000, 120, 1, 8 << 20, 1, 10), HandlerTable.EMPTY, loops));
        CompletableFuture<Command> first = client.invoke(address, Command.request(HOLD, Map.of()), TIMEOUT_MS);
        Responder responder = take(held);
        assertInstanceOf(
                InFlightLimitException.class,
                failure(client.invoke(address, Command.request(ECHO, Map.of()), TIMEOUT_MS)));
        reply(responder, 0);
        await(first);
        assertEquals(
                ResponseCode.SUCCESS,
                await(client.invoke(address, Command.request(ECHO, Map.of()), TIMEOUT_MS))
                        .code());
    }

    @Test
    void fullWorkerQueueAnswersBusy() throws Exception {
        String address = serve(new ServerOptions("127.0.0.1", 0, 10, 8 << 20, 64 << 20, 120, 1, 1));
        RemotingClient client = client();
        List<CompletableFuture<Command>> answers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            answers.add(client.invoke(address, Command.request(BLOCK, Map.of()), TIMEOUT_MS));
        }
        assertEquals(ResponseCode.SYSTEM_BUSY, await(answers.get(2)).code());
        unblock.countDown();
        assertEquals(ResponseCode.SUCCESS, await(answers.get(0)).code());
        assertEquals(ResponseCode.SUCCESS, await(answers.get(1)).code());
    }

    @Test
    void connectionIsNotReadWhileItsRequestsHoldTooManyBytes() throws Exception {
        String address = serve(new ServerOptions("127.0.0.1", 0, 10, 4_000_000, 64 << 20, 120, 1, 1));
        assertPausesAtOneRequest(address);
    }

    @Test
    void serverIsNotReadWhileAllRequestsHoldTooManyBytes() throws Exception {
        String address = serve(new ServerOptions("127.0.0.1", 0, 10, 64 << 20, 4_000_000, 120, 1, 1));
        assertPausesAtOneRequest(address);
    }

    /** The bound is one request: the second must not reach its handler before the first is answered. */
    private void assertPausesAtOneRequest(String address) throws Exception {
        RemotingClient client = client();
        Command large = Command.request(HOLD, Map.of()).withBody(new byte[5_000_000]);
        List<CompletableFuture<Command>> answers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            answers.add(client.invoke(address, large.withField("i", "" + i), TIMEOUT_MS));
        }
        for (int i = 0; i < 3; i++) {
            Responder only = take(held);
            assertEquals(null, held.poll(20, TimeUnit.MILLISECONDS));
            reply(only, i);
            await(answers.get(i));
        }
    }

    @Test
    void malformedFrameClosesItsConnectionOnly() throws Exception {
        String address = serve(ServerOptions.defaults("127.0.0.1", 0));
        RemotingClient client = client();
        await(client.invoke(address, Command.request(ECHO, Map.of()), TIMEOUT_MS));
        try (Socket raw = connect(address)) {
            raw.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertEquals(-1, raw.getInputStream().read());
        }
        assertEquals(
                ResponseCode.SUCCESS,
                await(client.invoke(address, Command.request(ECHO, Map.of()), TIMEOUT_MS))
                        .code());
    }

    @Test
    void malformedFieldsAreAnsweredWhereTheOpaqueIsKnown() throws Exception {
        String address = serve(ServerOptions.defaults("127.0.0.1", 0));
        byte[] header = "{\"code\":10,\"opaque\":77,\"extFields\":[]}".getBytes(StandardCharsets.UTF_8);
        ByteBuffer frame = ByteBuffer.allocate(8 + header.length)
                .putInt(4 + header.length)
                .putInt(header.length)
                .put(header);
        try (Socket raw = connect(address)) {
            raw.getOutputStream().write(frame.array());
            DataInputStream in = new DataInputStream(raw.getInputStream());
            String answer = new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
            assertTrue(answer.contains("\"opaque\":77"), answer);
            assertEquals(-1, in.read());
        }
    }

    @Test
    void connectionsBeyondTheBoundAreClosed() throws Exception {
        String address = serve(new ServerOptions("127.0.0.1", 0, 1, 8 << 20, 64 << 20, 120, 1, 1));
        await(client().invoke(address, Command.request(ECHO, Map.of()), TIMEOUT_MS));
        try (Socket raw = connect(address)) {
            assertEquals(-1, raw.getInputStream().read());
        }
    }

    @Test
    void peerThatReadsNothingIsClosed() throws Exception {
        String address = serve(ServerOptions.defaults("127.0.0.1", 0));
        int requests = 200;
        ByteBuf frames = Unpooled.buffer();
        for (int i = 0; i < requests; i++) {
            CommandCodec.encode(Command.request(HOLD, Map.of()).withOpaque(i), frames);
        }
        try (Socket raw = connect(address)) {
            raw.getOutputStream().write(frames.array(), 0, frames.readableBytes());
            for (int i = 0; i < requests; i++) {
                Responder responder = take(held);
                responder.reply(
                        ((PendingReply) responder).request().reply(0, null).withBody(new byte[300_000]));
            }
            take(closedConnections);
        }
    }

    @Test
    void silentConnectionIsClosed() throws Exception {
        String address = serve(new ServerOptions("127.0.0.1", 0, 10, 8 << 20, 64 << 20, 1, 1, 1));
        try (Socket raw = connect(address)) {
            assertEquals(-1, raw.getInputStream().read());
        }
        take(closedConnections);
    }

    @Test
    void answerThatFitsNoFrameBecomesAnError() throws Exception {
        String address = serve(ServerOptions.defaults("127.0.0.1", 0));
        CompletableFuture<Command> answer = client().invoke(address, Command.request(HOLD, Map.of()), TIMEOUT_MS);
        Responder responder = take(held);
        responder.reply(((PendingReply) responder).request().reply(0, null).withBody(new byte[16 << 20]));
        assertEquals(ResponseCode.SYSTEM_ERROR, await(answer).code());
    }

    @Test
    void requestThatFitsNoFrameFails() throws Exception {
        String address = serve(ServerOptions.defaults("127.0.0.1", 0));
        Command request = Command.request(ECHO, Map.of()).withBody(new byte[16 << 20]);
        assertInstanceOf(CommandException.class, failure(client().invoke(address, request, TIMEOUT_MS)));
    }

    @Test
    void onewayRequestsGetNoAnswerAndHoldNoMemory() throws Exception {
        String address = serve(new ServerOptions("127.0.0.1", 0, 10, 1_000, 1_000, 120, 1, 10));
        RemotingClient client = client();
        for (int i = 0; i < 20; i++) {
            client.sendOneway(address, Command.request(HOLD, Map.of()).withBody(new byte[900]));
        }
        for (int i = 0; i < 20; i++) {
            reply(take(held), 0);
        }
        assertEquals(
                ResponseCode.SUCCESS,
                await(client.invoke(address, Command.request(ECHO, Map.of()), TIMEOUT_MS))
                        .code());
    }

    @Test
    void requestsMadeWhileConnectingKeepTheirOrder() throws Exception {
        String address = serve(ServerOptions.defaults("127.0.0.1", 0));
        RemotingClient client = client();
        for (int i = 0; i < 100; i++) {
            client.sendOneway(address, Command.request(HOLD, Map.of("i", "" + i)));
        }
        for (int i = 0; i < 100; i++) {
            assertEquals("" + i, ((PendingReply) take(held)).request().fields().get("i"));
        }
    }

    @Test
    void codeRegisteredTwiceIsAProgrammerError() {
        HandlerTable.Builder builder = HandlerTable.builder().on(1, (request, responder) -> {});
        assertThrows(IllegalStateException.class, () -> builder.onWorker(1, (request, responder) -> {}));
    }

    private static Command echo(Command request) {
        return request.reply(ResponseCode.SUCCESS, null)
                .withFields(request.fields())
                .withBody(request.body());
    }

    private void callBack(Command request, Responder responder) {
        responder
                .connection()
                .invoke(Command.request(ECHO, Map.of()), TIMEOUT_MS)
                .thenAccept(answer -> responder.reply(request.reply(ResponseCode.SUCCESS, answer.remark())));
    }

    private void replyTwice(Command request, Responder responder) {
        responder.reply(request.reply(ResponseCode.SUCCESS, null));
        secondReplyThrew.complete(assertThrows(
                        IllegalStateException.class, () -> responder.reply(request.reply(ResponseCode.SUCCESS, null)))
                != null);
    }

    private void block(Command request, Responder responder) {
        try {
            unblock.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        responder.reply(request.reply(ResponseCode.SUCCESS, null));
    }

    private String serve(ServerOptions options) {
        ConnectionListener listener = new ConnectionListener() {
            @Override
            public void opened(Connection connection) {}

            @Override
            public void closed(Connection connection) {
                closedConnections.add(connection);
            }
        };
        return "127.0.0.1:"
                + closing(new RemotingServer(options, handlers, listener, loops))
                        .start();
    }

    private RemotingClient client() {
        HandlerTable forServer = HandlerTable.builder()
                .on(
                        ECHO,
                        (request, responder) -> responder.reply(request.reply(ResponseCode.SUCCESS, "from the client")))
                .build();
        return closing(new RemotingClient(ClientOptions.defaults(), forServer, loops));
    }

    private <T extends AutoCloseable> T closing(T resource) {
        resources.add(resource);
        return resource;
    }

    private static void reply(Responder responder, int code) {
        responder.reply(((PendingReply) responder).request().reply(code, null));
    }

    private static Socket connect(String address) throws IOException {
        Socket socket = new Socket(
                InetAddress.getLoopbackAddress(), Integer.parseInt(address.substring(address.indexOf(':') + 1)));
        socket.setSoTimeout((int) TIMEOUT_MS);
        return socket;
    }

    private static byte[] bytes(Command command) {
        byte[] bytes = new byte[command.body().remaining()];
        command.body().duplicate().get(bytes);
        return bytes;
    }

    private static <T> T take(BlockingQueue<T> queue) throws InterruptedException {
        T taken = queue.poll(TIMEOUT_MS, TimeUnit.MILLISECONDS);
        if (taken == null) {
            throw new AssertionError("nothing came");
        }
        return taken;
    }

    private static <T> T await(CompletableFuture<T> future)
            throws InterruptedException, ExecutionException, TimeoutException {
        return future.get(TIMEOUT_MS, TimeUnit.MILLISECONDS);
    }

    private static Throwable failure(CompletableFuture<?> future) {
        Throwable cause =
                assertThrows(ExecutionException.class, () -> await(future)).getCause();
        return cause == null ? new AssertionError("no cause") : cause;
    }
}
