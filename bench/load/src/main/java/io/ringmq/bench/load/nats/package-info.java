/** Adapter of the NATS client, for JetStream. */
@NullMarked
package io.ringmq.bench.load.nats;

import org.jspecify.annotations.NullMarked;
