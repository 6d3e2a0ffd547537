package io.ringmq.remoting.golden;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.CommandCodec;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Records the first frame of each request code that a stock client sends. Run by hand, see the README beside the
 * frames; not part of the suite. Arguments: directory of the client's jars, its version, encoding (JSON or ROCKETMQ),
 * directory for the frames, and the path of StockClient.java.
 */
public final class GoldenCapture {
    private final Path target;
    private final StockAnswers answers;

    private GoldenCapture(Path target, StockAnswers answers) {
        this.target = target;
        this.answers = answers;
    }

    public static void main(String[] arguments) throws Exception {
        String jars = arguments[0];
        String encoding = arguments[2];
        Path target = Path.of(arguments[3], arguments[1] + "-" + encoding);
        Files.createDirectories(target);
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + server.getLocalPort();
            GoldenCapture capture = new GoldenCapture(target, new StockAnswers(server.getLocalPort()));
            ExecutorService threads = Executors.newCachedThreadPool();
            threads.execute(() -> capture.accept(server, threads));
            Process client = new ProcessBuilder(
                            "java", "-Drocketmq.serialize.type=" + encoding, "-cp", jars + "/*", arguments[4], address)
                    .inheritIO()
                    .start();
            System.exit(client.waitFor());
        }
    }

    private void accept(ServerSocket server, ExecutorService threads) {
        try {
            while (true) {
                Socket socket = server.accept();
                threads.execute(() -> serve(socket));
            }
        } catch (IOException e) {
            System.err.println("stopped: " + e);
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            while (true) {
                Command request = record(in);
                Command answer = request.isResponse() || request.isOneway() ? null : answers.to(request);
                if (answer != null) {
                    ByteBuf out = Unpooled.buffer();
                    CommandCodec.encode(answer, out);
                    socket.getOutputStream().write(out.array(), 0, out.readableBytes());
                }
            }
        } catch (EOFException | SocketException e) {
            System.err.println("disconnected: " + e);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Command record(DataInputStream in) throws IOException {
        int length = in.readInt();
        ByteBuffer frame = ByteBuffer.allocate(Integer.BYTES + length).putInt(length);
        in.readFully(frame.array(), Integer.BYTES, length);
        Command command = Objects.requireNonNull(CommandCodec.decode(Unpooled.wrappedBuffer(frame.array())));
        Path file = target.resolve(command.code() + ".bin");
        if (!command.isResponse() && !Files.exists(file)) {
            Files.write(file, frame.array());
        }
        return command;
    }
}
