/** What the load generator needs of a client library: one adapter for each lives in a package of its own. */
@NullMarked
package io.ringmq.bench.load.client;

import org.jspecify.annotations.NullMarked;
