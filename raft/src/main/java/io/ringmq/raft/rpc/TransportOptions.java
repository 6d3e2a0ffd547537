package io.ringmq.raft.rpc;

import com.alipay.sofa.jraft.util.Endpoint;

/**
 * Where a transport listens and how large it is.
 *
 * @param self address the other members use for this process
 * @param bindAddress local address to listen on
 * @param ioThreads event loops
 * @param rpcThreads threads for votes, read barriers and transfers
 * @param maxFrameBytes largest message accepted
 */
public record TransportOptions(Endpoint self, String bindAddress, int ioThreads, int rpcThreads, int maxFrameBytes) {}
