package io.ringmq.remoting.transport;

import io.ringmq.remoting.protocol.Command;

/**
 * A decoded command on its way from the decoder to the connection.
 *
 * @param sizeBytes bytes the frame took on the wire, the measure of the memory it holds
 */
record InboundFrame(Command command, int sizeBytes) {}
