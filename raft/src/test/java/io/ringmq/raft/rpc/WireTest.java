package io.ringmq.raft.rpc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.alipay.sofa.jraft.rpc.RpcRequests.AppendEntriesRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.ErrorResponse;
import com.alipay.sofa.jraft.rpc.RpcRequests.ReadIndexRequest;
import com.alipay.sofa.jraft.util.Endpoint;
import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WireTest {

    private static final int MAX_FRAME_BYTES = 1 << 20;
    private static final byte[] HELLO_CONTROL = {0x52, 0x51, 0x52, 0x46, 0, 1, 2, 0};

    private RaftTransport transport;
    private int port;

    @BeforeEach
    void start() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        transport = RaftTransport.start(
                new TransportOptions(new Endpoint("127.0.0.1", port), "127.0.0.1", 1, 1, MAX_FRAME_BYTES),
                System::nanoTime);
    }

    @AfterEach
    void stop() {
        transport.close();
    }

    private static byte[] frame(byte direction, MessageKind kind, int correlation, Message message) {
        ByteBuf frame = FrameEncoder.encode(UnpooledByteBufAllocator.DEFAULT, direction, kind, correlation, message);
        byte[] bytes = new byte[frame.readableBytes()];
        frame.readBytes(bytes);
        frame.release();
        return bytes;
    }

    private static byte[] request() {
        return frame(
                FrameEncoder.REQUEST,
                MessageKind.READ_INDEX,
                42,
                ReadIndexRequest.newBuilder()
                        .setGroupId("nobody")
                        .setServerId("127.0.0.1:1")
                        .setPeerId("127.0.0.1:2")
                        .build());
    }

    private Socket connect(byte[]... pieces) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        for (byte[] piece : pieces) {
            socket.getOutputStream().write(piece);
        }
        return socket;
    }

    /** What comes back until the server closes the connection. */
    private byte[] untilClosed(byte[]... pieces) throws IOException {
        try (Socket socket = connect(pieces)) {
            return socket.getInputStream().readAllBytes();
        } catch (java.net.SocketException reset) {
            return new byte[0]; // the server closed before it had read everything
        }
    }

    private void assertServes() throws IOException {
        try (Socket socket = connect(HELLO_CONTROL, request())) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] hello = new byte[HelloExchange.BYTES];
            in.readFully(hello);
            assertArrayEquals(HELLO_CONTROL, hello);
            ByteBuffer header = ByteBuffer.allocate(FrameEncoder.HEADER_BYTES);
            in.readFully(header.array());
            assertEquals(FrameEncoder.RESPONSE, header.get(8));
            assertEquals(42, header.getInt(12));
        }
    }

    @Test
    void refusesGarbageAndServesOn() throws IOException {
        assertServes();
        assertEquals(
                0, untilClosed("GET / HTTP/1.1\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII)).length);
        assertEquals(0, untilClosed(new byte[] {0x52, 0x51, 0x52, 0x46, 0, 9, 2, 0}).length); // version
        assertEquals(0, untilClosed(new byte[] {0x52, 0x51, 0x52, 0x46, 0, 1, 7, 0}).length); // lane
        byte[] huge = new byte[16];
        ByteBuffer.wrap(huge).putInt(MAX_FRAME_BYTES + 1);
        untilClosed(HELLO_CONTROL, huge);
        ByteBuffer.wrap(huge).putInt(-1);
        untilClosed(HELLO_CONTROL, huge);
        byte[] damaged = request();
        damaged[damaged.length - 1] ^= 1;
        untilClosed(HELLO_CONTROL, damaged);
        byte[] response = frame(
                FrameEncoder.RESPONSE,
                MessageKind.ERROR,
                1,
                ErrorResponse.newBuilder().setErrorCode(0).build());
        untilClosed(HELLO_CONTROL, response);
        // Votes do not belong on the data lane.
        untilClosed(new byte[] {0x52, 0x51, 0x52, 0x46, 0, 1, 1, 0}, request());
        assertServes();
    }

    @Test
    void randomBytesNeverStopTheServer() throws IOException {
        Random random = new Random(4711);
        for (int i = 0; i < 50; i++) {
            byte[] noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            connect(HELLO_CONTROL, noise).close();
        }
        assertServes();
    }

    @Test
    void framesSurviveAnyFragmentation() {
        AppendEntriesRequest append = AppendEntriesRequest.newBuilder()
                .setGroupId("g")
                .setServerId("a:1")
                .setPeerId("b:1")
                .setTerm(3)
                .setPrevLogTerm(2)
                .setPrevLogIndex(9)
                .setCommittedIndex(8)
                .setData(ByteString.copyFrom(new byte[1000]))
                .build();
        byte[] one = frame(FrameEncoder.REQUEST, MessageKind.APPEND_ENTRIES, 7, append);
        for (int piece : new int[] {1, 3, 16, 17, 1000, 5000}) {
            List<Message> received = new ArrayList<>();
            EmbeddedChannel channel = new EmbeddedChannel(new FrameReader(MAX_FRAME_BYTES, collector(received)));
            byte[] both = ByteBuffer.allocate(2 * one.length).put(one).put(one).array();
            for (int from = 0; from < both.length; from += piece) {
                channel.writeInbound(
                        io.netty.buffer.Unpooled.copiedBuffer(both, from, Math.min(piece, both.length - from)));
            }
            assertEquals(List.of(append, append), received);
            assertTrue(channel.finishAndReleaseAll() || received.size() == 2);
        }
    }

    private static FrameReader.Receiver collector(List<Message> received) {
        return new FrameReader.Receiver() {
            @Override
            public void received(byte direction, MessageKind kind, int correlation, Message message) {
                received.add(message);
            }

            @Override
            public void closed() {}
        };
    }

    @Test
    void responsesKeepTheOrderOfRequests() {
        List<Integer> sent = new ArrayList<>();
        ResponseSequence sequence = new ResponseSequence((correlation, message) -> sent.add(correlation));
        Responder first = sequence.next(1);
        Responder second = sequence.next(2);
        Responder third = sequence.next(3);
        third.sendResponse(ErrorResponse.getDefaultInstance());
        first.sendResponse(ErrorResponse.getDefaultInstance());
        assertEquals(List.of(1), sent);
        second.sendResponse(ErrorResponse.getDefaultInstance());
        assertEquals(List.of(1, 2, 3), sent);
    }
}
