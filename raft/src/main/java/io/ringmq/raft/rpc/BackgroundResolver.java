package io.ringmq.raft.rpc;

import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.InetNameResolver;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** Looks names up on a thread of its own: a name server that is slow to answer must not delay heartbeats. */
final class BackgroundResolver extends AddressResolverGroup<InetSocketAddress> {

    private final Executor executor;

    BackgroundResolver(Executor executor) {
        this.executor = executor;
    }

    @Override
    protected AddressResolver<InetSocketAddress> newResolver(EventExecutor loop) {
        return new Names(loop).asAddressResolver();
    }

    private final class Names extends InetNameResolver {

        Names(EventExecutor loop) {
            super(loop);
        }

        @Override
        protected void doResolve(String name, Promise<InetAddress> address) {
            try {
                executor.execute(() -> lookUp(name, address));
            } catch (RejectedExecutionException e) {
                address.setFailure(e);
            }
        }

        private static void lookUp(String name, Promise<InetAddress> address) {
            try {
                address.setSuccess(InetAddress.getByName(name));
            } catch (UnknownHostException e) {
                address.setFailure(e);
            }
        }

        @Override
        protected void doResolveAll(String name, Promise<List<InetAddress>> addresses) {
            addresses.setFailure(new UnsupportedOperationException("one address is enough"));
        }
    }
}
