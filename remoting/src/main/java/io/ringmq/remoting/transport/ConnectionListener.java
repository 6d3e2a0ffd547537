package io.ringmq.remoting.transport;

/** Hears of connections; called on the connection's event loop, must not block. */
public interface ConnectionListener {
    /** A listener that does nothing. */
    ConnectionListener NONE = new ConnectionListener() {
        @Override
        public void opened(Connection connection) {}

        @Override
        public void closed(Connection connection) {}
    };

    /** Called once, before any request of the connection. */
    void opened(Connection connection);

    /** Called once, after the last request of the connection was handed over and its invocations failed. */
    void closed(Connection connection);
}
