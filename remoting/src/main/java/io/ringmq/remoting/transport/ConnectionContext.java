package io.ringmq.remoting.transport;

/** What the connections of one server, or of one client, share. */
record ConnectionContext(
        ConnectionLimits limits, InFlightBytes inFlight, Dispatcher dispatcher, ConnectionListener listener) {}
