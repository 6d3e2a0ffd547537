package io.ringmq.client.fake;

import io.ringmq.remoting.protocol.Command;
import io.ringmq.remoting.protocol.CommandException;
import io.ringmq.remoting.protocol.ResponseCode;
import io.ringmq.remoting.transport.ConnectionListener;
import io.ringmq.remoting.transport.EventLoops;
import io.ringmq.remoting.transport.HandlerTable;
import io.ringmq.remoting.transport.RemotingServer;
import io.ringmq.remoting.transport.RequestHandler;
import io.ringmq.remoting.transport.ServerOptions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server on loopback whose answers a test decides; it keeps what it was asked. */
public final class FakeNode implements AutoCloseable {
    private static final int[] CODES = {10, 11, 14, 15, 29, 30, 31, 34, 35, 36, 37, 38, 105, 310, 320, 325, 370, 9131};

    private final EventLoops loops = new EventLoops("fake", 1);
    private final Map<Integer, RequestHandler> handlers = new ConcurrentHashMap<>();
    private final List<Command> requests = new CopyOnWriteArrayList<>();
    private final RemotingServer server;
    private final String address;

    public FakeNode() {
        HandlerTable.Builder table = HandlerTable.builder();
        for (int code : CODES) {
            table.on(code, (request, responder) -> {
                requests.add(request);
                RequestHandler handler = handlers.get(request.code());
                if (handler == null) {
                    throw new CommandException(ResponseCode.SYSTEM_ERROR, "the test expects no " + request.code());
                }
                handler.handle(request, responder);
            });
        }
        server = new RemotingServer(
                ServerOptions.defaults("127.0.0.1", 0), table.build(), ConnectionListener.NONE, loops);
        address = "127.0.0.1:" + server.start();
    }

    /** Decides what requests of a code are answered from now on. */
    public FakeNode on(int code, RequestHandler handler) {
        handlers.put(code, handler);
        return this;
    }

    public String address() {
        return address;
    }

    /** Every request of a code so far, in the order of their arrival. */
    public List<Command> requests(int code) {
        return requests.stream().filter(request -> request.code() == code).toList();
    }

    @Override
    public void close() {
        server.close();
        loops.close();
    }
}
