package io.ringmq.client.producer;

import io.ringmq.client.compression.Compression;

/**
 * What a producer does with bodies.
 *
 * @param maxBytes largest body, or batch of the caller's, to send
 * @param compressFromBytes smallest body that is compressed
 */
record BodySettings(int maxBytes, Compression compression, int compressFromBytes) {
    /** For batches of the caller's: one flag tells how the bodies of all its messages are compressed. */
    BodySettings uncompressed() {
        return new BodySettings(maxBytes, Compression.NONE, 0);
    }
}
