package io.ringmq.bench.load.twin;

import io.ringmq.bench.load.client.SendFailedException;

/** What happens to a send before it is stored. */
@FunctionalInterface
public interface TwinBehaviour {
    /**
     * Called with the number of messages that are about to be stored together.
     *
     * @throws SendFailedException if they are not to be stored
     */
    void beforeStore(int messages) throws SendFailedException, InterruptedException;
}
