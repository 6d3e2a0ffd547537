package io.ringmq.bench.system;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Serves one connection of a test on a thread of its own. */
final class OneShotServer implements AutoCloseable {
    interface Conversation {
        String with(Socket client) throws IOException;
    }

    private final ServerSocket socket;
    private final CompletableFuture<String> result;

    OneShotServer(Conversation conversation) throws IOException {
        socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        result = CompletableFuture.supplyAsync(() -> {
            try (Socket client = socket.accept()) {
                return conversation.with(client);
            } catch (IOException e) {
                throw new CompletionException(e);
            }
        });
    }

    int port() {
        return socket.getLocalPort();
    }

    /** What the conversation came to. */
    String result() {
        return result.join();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
